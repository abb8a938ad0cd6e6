import { decode } from 'fast-png';
import { encode } from 'modern-gif';
import type { Page } from 'playwright-core';

/** A moving picture that is being taken of a page. */
export interface Film {
  /** Ends it. @returns the picture as a GIF that goes on for ever */
  stop(): Promise<Buffer>;
}

/** How long a picture stands at most, in ms: where nothing moves for longer, nobody has to wait. */
const longest = 900;
/** How long it stands at least, in ms; what changes faster is not shown. */
const shortest = 70;
/** How long the last one stands, in ms. */
const last = 3500;

/** Takes every picture that the browser paints of a page, until it is stopped. */
export async function film(page: Page): Promise<Film> {
  const frames: { readonly png: Buffer; readonly at: number }[] = [];
  const client = await page.context().newCDPSession(page);
  client.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
    frames.push({ png: Buffer.from(data, 'base64'), at: (metadata.timestamp ?? 0) * 1000 });
    void client.send('Page.screencastFrameAck', { sessionId });
  });
  await client.send('Page.startScreencast', { format: 'png', everyNthFrame: 1 });
  return {
    async stop() {
      await client.send('Page.stopScreencast');
      await client.detach();
      // Of several that follow each other too fast, the last one says what came of it.
      const kept = frames.filter(
        ({ at }, index) => (frames[index + 1]?.at ?? Number.POSITIVE_INFINITY) - at >= shortest,
      );
      const pictures = kept.map(({ png, at }, index) => ({
        ...pixelsOf(png),
        delay: Math.min(longest, (kept[index + 1]?.at ?? at + longest) - at),
      }));
      const [first] = pictures;
      const end = pictures.at(-1);
      if (first === undefined || end === undefined) throw new Error('The page was never painted.');
      end.delay = last;
      const { width, height } = first;
      return Buffer.from(await encode({ width, height, looped: true, maxColors: 255, frames: pictures }));
    },
  };
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
