import { ProgressLocation, window } from 'vscode';

/** Runs something that a person waits for, with a Cancel that reaches it. */
export async function withProgress<T>(
  title: string,
  run: (signal: AbortSignal, report: (text: string) => void) => Promise<T>,
): Promise<T> {
  const options = { location: ProgressLocation.Notification, cancellable: true, title };
  return window.withProgress(options, (progress, cancelled) => {
    const ended = new AbortController();
    cancelled.onCancellationRequested(() => ended.abort());
    return run(ended.signal, (message) => progress.report({ message }));
  });
}
