import assert from 'node:assert/strict';
import { doingsOf, without } from '../../egress/endpoints.ts';
import { callsOf } from '../../egress/strace.ts';
import { type Trace, traceOf } from '../../egress/trace.ts';

/** Lines as strace 6.1 wrote them, by thread: 100 is the server, 200 an extension host with a thread 201, 300 its child. */
const recorded: Readonly<Record<number, readonly string[]>> = {
  100: [
    '1.0 execve("/n/bin/node", ["/n/bin/node", "entry.js"], 0x7f /* 47 vars */) = 0',
    '1.1 bind(22<TCP:[453421]>, {sa_family=AF_INET, sin_port=htons(46431), sin_addr=inet_addr("127.0.0.1")}, 16) = 0',
    '1.2 listen(22<TCP:[127.0.0.1:46431]>, 511) = 0',
    '1.3 clone(child_stack=NULL, flags=CLONE_VM|CLONE_VFORK|SIGCHLD) = 200',
  ],
  200: [
    '2.0 execve("/n/bin/node", ["/n/bin/node", "fork", "--type=extensionHost"], 0x2c /* 50 vars */) = 0',
    '2.1 clone3({flags=CLONE_VM|CLONE_FS|CLONE_THREAD|CLONE_SYSVSEM, exit_signal=0} => {parent_tid=[201]}, 88) = 201',
    '2.2 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC|SOCK_NONBLOCK, IPPROTO_IP) = 25<TCP:[454979]>',
    '2.3 connect(25<TCP:[454979]>, {sa_family=AF_INET, sin_port=htons(33585), sin_addr=inet_addr("127.0.0.1")}, 16) = -1 EINPROGRESS (Operation now in progress)',
    '2.4 getsockopt(25<TCP:[127.0.0.1:46154->127.0.0.1:33585]>, SOL_SOCKET, SO_ERROR, [0], [4]) = 0',
    '2.5 connect(26<TCP:[592316]>, {sa_family=AF_INET, sin_port=htons(11434), sin_addr=inet_addr("127.0.0.1")}, 16) = -1 EINPROGRESS (Operation now in progress)',
    '2.6 getsockopt(26<TCP:[592316]>, SOL_SOCKET, SO_ERROR, [ECONNREFUSED], [4]) = 0',
    '2.7 bind(24<UNIX-STREAM:[454584]>, {sa_family=AF_UNIX, sun_path="/tmp/x/vscode-ipc-ecf4682c-2df0.sock"}, 110) = 0',
    '2.8 sendmsg(30<UDP:[0.0.0.0:42496]>, {msg_name={sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("127.0.0.9")}, msg_namelen=16, msg_iov=[{iov_base="stolen", iov_len=6}], msg_iovlen=1, msg_controllen=0, msg_flags=0}, 0) = 6',
    '2.9 vfork() = 300',
    '+++ exited with 0 +++',
  ],
  201: [
    '3.0 bind(35<NETLINK:[455838]>, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 0',
    '3.1 connect(35<UDP:[455853]>, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.53")}, 16) = 0',
    '3.2 sendmmsg(35<UDP:[127.0.0.1:45497->127.0.0.53:53]>, [{msg_hdr={msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="a\\t\\1\\0"}]}}], 1, MSG_NOSIGNAL) = 1',
    '3.3 connect(36<UDP:[455854]>, {sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr("127.0.0.2")}, 16) = 0',
  ],
  300: [
    '4.0 execve("/usr/bin/curl", ["curl"], 0x1 /* 3 vars */) = -1 ENOENT (No such file or directory)',
    '4.1 execve("/bin/curl", ["curl"], 0x1 /* 3 vars */) = 0',
    '4.15 execve("/n/bin/node", ["node", "/n/extensions/json/server"...], 0x1 /* 3 vars */) = 0',
    '4.2 connect(21<TCPv6:[597016]>, {sa_family=AF_INET6, sin6_port=htons(4001), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28) = -1 ECONNREFUSED (Connection refused)',
  ],
};

describe('What a trace says', () => {
  const calls = Object.entries(recorded).flatMap(([thread, lines]) => callsOf(Number(thread), lines.join('\n')));
  const trace: Trace = traceOf(calls);
  const lookups = [
    { at: 3200, name: 'api.cloud.example', fromPort: 45497 },
    { at: 3200, name: 'another.example', fromPort: 45498 },
  ];
  const names = new Map([
    ['127.0.0.1:33585', 'engine'],
    ['127.0.0.53:53', 'name server'],
  ]);
  const known = {
    nameServer: 'name server',
    lookups,
    builtIn: '/n/extensions',
    nameOf: (address: string) => names.get(address) ?? address,
  };

  it('finds the extension hosts', () => {
    assert.deepEqual(trace.hosts, [{ process: 200, startedAt: 2000 }]);
  });

  it('tells where a host, its threads and its children went, and what they looked up', () => {
    assert.deepEqual(doingsOf(trace, new Set([200]), known), {
      reached: [
        '127.0.0.1:11434 (refused)',
        '[::1]:4001 (refused)',
        'engine',
        'lookup of api.cloud.example',
        'udp 127.0.0.9:9',
      ],
      listened: ['listens at unix *.sock'],
      started: ['VS Code’s server', 'curl'],
    });
  });

  it('tells the rest of VS Code apart', () => {
    const { reached, listened } = doingsOf(trace, new Set([undefined]), known);
    assert.deepEqual([reached, listened], [[], ['listens at 127.0.0.1:46431']]);
  });

  it('takes away what was there anyway, and nothing else', () => {
    const seen = { reached: ['a', 'engine'], listened: [], started: ['rg'] };
    const bare = { reached: ['a', 'b'], listened: [], started: ['rg'] };
    assert.deepEqual(without(seen, bare), { reached: ['engine'], listened: [], started: [] });
  });
});
