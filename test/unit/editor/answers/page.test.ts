import assert from 'node:assert/strict';
import { page } from '../../../../src/editor/answers/page.ts';

describe('page', () => {
  const sources = { cspSource: 'https://own.test', style: 'a.css', script: 'a.js', nonce: 'n0nce', language: 'de' };
  const html = page(sources);

  it('may load our style and our script, and nothing else', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]?.split('; ');
    assert.deepEqual(policy, [
      "default-src 'none'",
      'style-src https://own.test',
      "script-src 'nonce-n0nce'",
      "img-src 'none'",
      "font-src 'none'",
      "connect-src 'none'",
      "form-action 'none'",
      "base-uri 'none'",
    ]);
  });

  it('speaks the language of the user', () => {
    assert.match(html, /<html lang="de" dir="ltr">/);
    assert.match(page({ ...sources, language: 'ar' }), /<html lang="ar" dir="rtl">/);
    assert.match(page({ ...sources, language: 'qps-plocm' }), / dir="rtl">/);
  });

  it('holds no script or style of its own', () => {
    assert.doesNotMatch(html, /<style|style=|<script(?![^>]* src=)| on[a-z]+=/);
  });
});
