// Run by install.mjs in a process of its own: @sparticuz/chromium unpacks into os.tmpdir() and changes the environment.
// AWS_LAMBDA_JS_RUNTIME makes it unpack the system libraries a bare machine lacks as well.
process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs22.x';
const { default: chromium } = await import('@sparticuz/chromium');
await chromium.executablePath();
