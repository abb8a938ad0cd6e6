import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { installEngine } from '../../engine/install.mjs';
import { keepAliveMilliseconds, wrongOption } from '../../engine/options.mjs';
import { parseBody } from '../../engine/parseBody.mjs';
import { chatPrompt, fillInPrompt } from '../../engine/prompt.mjs';
import { StopStrings } from '../../engine/stopStrings.mjs';
import { Vocabulary } from '../../engine/vocabulary.mjs';

describe('the parts of the demo engine', () => {
  it('are installed, and are not installed twice', () => {
    const lines: string[] = [];
    assert.equal(installEngine({ log: (line) => lines.push(line) }).installed, false);
    assert.deepEqual(lines, []);
  });

  it('holds text back only while it may become a stop string', () => {
    const stops = new StopStrings(['END', '\n\n']);
    assert.deepEqual(stops.push('a E'), { text: 'a ', stopped: false });
    assert.deepEqual(stops.push('N'), { text: '', stopped: false });
    assert.deepEqual(stops.push('X\n'), { text: 'ENX', stopped: false });
    assert.deepEqual(stops.push('\nmore'), { text: '', stopped: true });
    assert.deepEqual(stops.push('E'), { text: '', stopped: false });
    assert.equal(stops.flush(), 'E');
  });

  it('stops at the stop string that comes first in the text', () => {
    assert.deepEqual(new StopStrings(['later', 'soon']).push('x soon later'), { text: 'x ', stopped: true });
  });

  it('knows the exact bytes of a token, so that a character split over tokens comes out whole', () => {
    const vocabulary = new Vocabulary(['Ã', '©', 'Ġa', '<|im_end|>'], [1, 1, 1, 3]);
    const decoder = new TextDecoder();
    const pieces = [0, 1, 2].map((token) => decoder.decode(vocabulary.bytesOf(token), { stream: true }));
    assert.deepEqual(pieces, ['', 'é', ' a']);
    assert.equal(vocabulary.controlName(3), '<|im_end|>');
    assert.equal(vocabulary.controlName(2), undefined);
  });

  it("renders prompts as the model's own template does", () => {
    const created = readFileSync(new URL('../../engine/model/ollama-create.json', import.meta.url), 'utf8');
    const { template } = JSON.parse(created) as { template: string };
    const fillIn = fillInPrompt('{{ .Prompt }}', '{{ .Suffix }}');
    assert.ok(template.startsWith(`{{- if .Suffix }}${fillIn}\n{{- else if .Messages }}`));
    const [turn = ''] = chatPrompt([{ role: '{{ .Role }}', content: '{{ .Content }}' }]).split('<|im_start|>assistant');
    assert.ok(template.includes(`{{- range .Messages }}${turn}{{ end }}<|im_start|>assistant\n`));
  });

  it('reads keep_alive in seconds and in durations', () => {
    const read = [0, -1, 90, '5m', '1h30m', '500ms', '-1', '30', 'nonsense', undefined].map(keepAliveMilliseconds);
    const forever = Number.POSITIVE_INFINITY;
    assert.deepEqual(read, [0, forever, 90_000, 300_000, 5_400_000, 500, forever, 30_000, 300_000, 300_000]);
  });

  it('refuses options of the wrong type in the words of Ollama', () => {
    assert.equal(wrongOption({ num_predict: '5' }), 'option "num_predict" must be of type integer');
    assert.equal(wrongOption({ stop: 'x' }), 'option "stop" must be of type array');
    assert.equal(wrongOption({ num_predict: 5, stop: ['x'], unknown: {} }), undefined);
  });

  it('tells a cut body from a wrong one', () => {
    assert.deepEqual(parseBody(Buffer.from('')), { error: 'missing request body' });
    assert.deepEqual(parseBody(Buffer.from('{"a":')), { error: 'unexpected EOF' });
    assert.match(JSON.stringify(parseBody(Buffer.from('{"a": x}'))), /invalid character 'x'/);
    assert.deepEqual(parseBody(Buffer.from('{"a":1}')), { body: { a: 1 } });
  });
});
