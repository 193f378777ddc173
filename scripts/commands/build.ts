// `npm run build`: the runtime's files put where the app serves them, and Next's build, where the
// sources have changed.
import { defineCommand } from '../command';
import { ensureBuild } from '../site/build';

export const command = defineCommand({
  run: async () => {
    ensureBuild();
    return 0;
  },
});
