// `npm run -s flopmark -- standalone`: the site as one folder that needs Node and nothing else.
import { resolve } from 'node:path';
import { argument, defineCommand, flag } from '../command';
import { packSite } from '../standalone/pack';

const NOTES = `The site is built where its sources have changed. Start it in the folder by node scripts/start.mjs,
with the environment of npm start; the folder may be read-only, and FLOPMARK_DATA is all that is
written.`;

export const command = defineCommand({
  args: { folder: argument('DIR', 'where to; must not exist') },
  options: { json: flag('what was written, as JSON') },
  notes: NOTES,
  run: async ({ folder, json }) => {
    const packed = await packSite(resolve(folder));
    const words = `${packed.folder}: ${packed.files} files, ${(packed.bytes / 1e6).toFixed(0)} MB.`;
    console.log(json ? JSON.stringify(packed) : words);
    return 0;
  },
});
