import type { Clock } from '../../src/base/clock.ts';
import { GhostText } from './editor/ghostText.ts';
import type { TypedDocument } from './editor/typedDocument.ts';
import type { Played } from './measure/played.ts';
import { Person, type User } from './person/person.ts';
import type { Key } from './person/typing.ts';
import type { System } from './systems/system.ts';

/** Everything that has a part in typing one piece. */
export interface Scene {
  readonly document: TypedDocument;
  readonly system: System;
  readonly clock: Clock;
  readonly user: User;
  /** What is to be typed, and the keys that do it. */
  readonly text: string;
  readonly keys: readonly Key[];
}

/** Lets a person type in an editor in which a system suggests, and notes what came of each key. */
export async function typePiece({ document, system, clock, user, text, keys }: Scene, played: Played): Promise<void> {
  const ghost = new GhostText(document, clock, (signal) => system.provide(document, signal), {
    appeared(visible, afterMs) {
      played.latencies.push(afterMs);
      system.shown?.(visible);
      person.sees(visible);
    },
    flickered: () => played.flickers++,
    contradicted: (visible) => system.rejected?.(visible),
  });
  const person = new Person(user, text, {
    clock,
    document,
    visible: () => ghost.visible,
    changed() {
      ghost.changed();
      system.changed?.(document);
    },
    looked(visible, isRight) {
      played.looks++;
      if (isRight) played.right++;
      else if (visible !== undefined) played.wrong++;
    },
    accepted(accepted) {
      played.acceptedCharacters += accepted.length;
      played.acceptances++;
      system.accepted?.(accepted);
    },
  });
  system.opened?.(document);
  played.keys += await person.type(keys);
  ghost.dispose();
  system.dispose?.();
}
