import { decode } from 'fast-png';
import { encode } from 'modern-gif';
import type { Page } from 'playwright-core';

/**
 * A moving picture that is being taken of a page. How long each of its pictures stands is said here, and not by how busy the
 * machine was: it is the same on every machine, and nobody has to wait.
 */
export interface Film {
  /** From now on, each picture stands this long at most, in ms. */
  pace(most: number): void;
  /** What is to be seen now stands this long, in ms. */
  hold(time: number): Promise<void>;
  /** Ends it. @returns the picture as a GIF that goes on for ever */
  stop(): Promise<Buffer>;
}

/** One picture of it. */
interface Frame {
  readonly png: Buffer;
  /** When it was painted, in ms of the browser's own count. */
  readonly at: number;
  /** How long it stands at most, in ms. */
  readonly most: number;
  /** How long it stands, in ms, where that was said. */
  hold?: number;
}

/** How long a picture stands at least, in ms; what changes faster is not shown. */
const shortest = 50;
/** How long the page must not have changed for all of it to be painted, in ms. */
const quiet = 400;

/** Takes every picture that the browser paints of a page, until it is stopped. */
export async function film(page: Page): Promise<Film> {
  const frames: Frame[] = [];
  let most = shortest;
  const client = await page.context().newCDPSession(page);
  client.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
    frames.push({ png: Buffer.from(data, 'base64'), at: (metadata.timestamp ?? 0) * 1000, most });
    void client.send('Page.screencastFrameAck', { sessionId });
  });
  await client.send('Page.startScreencast', { format: 'png', everyNthFrame: 1 });
  return {
    pace(time) {
      most = time;
    },
    async hold(time) {
      for (let count = -1; count !== frames.length; ) {
        count = frames.length;
        await page.waitForTimeout(quiet);
      }
      const now = frames.at(-1);
      if (now) now.hold = time;
    },
    async stop() {
      await client.send('Page.stopScreencast');
      await client.detach();
      return gifOf(frames);
    },
  };
}

async function gifOf(all: readonly Frame[]): Promise<Buffer> {
  const next = ({ at }: Frame, after: Frame | undefined) => (after?.at ?? Number.POSITIVE_INFINITY) - at;
  // Of several that follow each other too fast, the last one says what came of it.
  const kept = all.filter((frame, index) => frame.hold !== undefined || next(frame, all[index + 1]) >= shortest);
  const frames = kept.map((frame, index) => ({
    ...pixelsOf(frame.png),
    delay: frame.hold ?? Math.min(frame.most, next(frame, kept[index + 1])),
  }));
  const [first] = frames;
  if (first === undefined) throw new Error('The page was never painted.');
  const { width, height } = first;
  return Buffer.from(await encode({ width, height, looped: true, maxColors: 255, frames }));
}

/** The pixels of a picture without transparency, as red, green, blue and 255. */
function pixelsOf(png: Buffer): { width: number; height: number; data: Uint8ClampedArray<ArrayBuffer> } {
  const { width, height, data, channels } = decode(png);
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < 3; channel++) pixels[pixel * 4 + channel] = data[pixel * channels + channel] ?? 0;
  }
  return { width, height, data: pixels };
}
