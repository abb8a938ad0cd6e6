import assert from 'node:assert/strict';
import { GhostText } from '../../bench/editor/ghostText.ts';
import { TypedDocument } from '../../bench/editor/typedDocument.ts';
import { EventClock } from '../../bench/physics/eventClock.ts';
import { piece } from './pieces.ts';

/** An editor whose provider answers what the test says, `afterMs` after it is asked. */
function editor(answers: (typed: string) => string | undefined, afterMs = 10) {
  const clock = new EventClock(0);
  const document = new TypedDocument(piece());
  const heard: string[] = [];
  const asked: string[] = [];
  const provide = async (signal: AbortSignal) => {
    asked.push(`${document.typed} at ${clock.now()}`);
    const text = answers(document.typed);
    await clock.wait(afterMs);
    if (signal.aborted) heard.push('cancelled');
    return text;
  };
  const ghost = new GhostText(document, clock, provide, {
    appeared: (visible, after) => heard.push(`appeared ${visible} after ${after}`),
    flickered: () => heard.push('flickered'),
    contradicted: () => heard.push('contradicted'),
  });
  const type = async (text: string, thenMs: number) => {
    if (text === '\b') document.backspace();
    else document.insert(text);
    ghost.changed();
    await clock.runUntil(clock.wait(thenMs));
  };
  return { clock, document, ghost, heard, asked, type };
}

describe('The emulated core of VS Code', () => {
  it('asks 50 ms after a change, and not when another change comes before', async () => {
    const { asked, type } = editor(() => undefined);
    await type('a', 30);
    await type('b', 100);
    assert.deepEqual(asked, ['ab at 80']);
  });

  it('cancels the question at a change, and shows no late answer', async () => {
    const { ghost, heard, type } = editor((typed) => (typed === 'a' ? 'bcd' : undefined), 40);
    await type('a', 60);
    await type('x', 200);
    assert.equal(ghost.visible, undefined);
    assert.deepEqual(heard, ['cancelled']);
  });

  it('keeps what is shown while it matches, shorter with each key, in front of newer answers', async () => {
    const { ghost, heard, type } = editor((typed) => (typed === 'a' ? 'bcd' : 'other'));
    await type('a', 100);
    assert.equal(ghost.visible, 'bcd');
    await type('b', 100);
    assert.equal(ghost.visible, 'cd');
    assert.deepEqual(heard, ['appeared bcd after 60', 'flickered']);
  });

  it('does not call an answer that goes on a flicker', async () => {
    const { ghost, heard, type } = editor((typed) => (typed === 'a' ? 'bcd' : 'cdef'));
    await type('a', 100);
    await type('b', 100);
    assert.equal(ghost.visible, 'cd');
    assert.deepEqual(heard, ['appeared bcd after 60']);
  });

  it('takes away at once what is typed over', async () => {
    const { ghost, heard, type } = editor((typed) => (typed === 'a' ? 'bcd' : undefined));
    await type('a', 100);
    await type('x', 0);
    assert.equal(ghost.visible, undefined);
    await type('\b', 0);
    assert.equal(ghost.visible, undefined, 'it does not come back by itself');
    assert.equal(heard.at(-1), 'contradicted');
  });

  it('shows the next one when one is used up', async () => {
    const { ghost, heard, type } = editor((typed) => (typed === 'a' ? 'b' : 'next'));
    await type('a', 100);
    await type('b', 100);
    assert.equal(ghost.visible, 'next');
    assert.deepEqual(heard, ['appeared b after 60', 'appeared next after 60']);
  });
});

describe('The document of a trace', () => {
  it('puts what is typed at its place, over lines and back', () => {
    const document = new TypedDocument(piece({ before: 'a\nb', after: 'c\nd' }));
    document.insert('1\n  2');
    document.insert('x');
    document.backspace();
    const lines = Array.from({ length: document.lineCount }, (_, line) => document.lineAt(line));
    assert.deepEqual(lines, ['a', 'b1', '  2c', 'd']);
    assert.deepEqual(document.position, { line: 2, character: 3 });
    assert.equal(document.typed, '1\n  2');
    assert.equal(document.characterCount, lines.join('\n').length);
  });
});
