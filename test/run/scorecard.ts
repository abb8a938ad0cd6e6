import { scorecard } from './scorecardCommand.ts';

// The scorecard on a terminal: what it does on the standard error, the report alone on the standard output.
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort());
process.exitCode = await scorecard(process.argv.slice(2), {
  say: (line) => process.stderr.write(`${line}\n`),
  print: (report) => process.stdout.write(report),
  signal: stopped.signal,
});
