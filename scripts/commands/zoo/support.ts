// `zoo support`: the table by which variants choose their form is written from what a real browser
// runs.
import { defineCommand } from '../../command';
import { writeSupport } from '../../zoo/support';

export const command = defineCommand({
  notes: 'Writes lib/models/forms/support.json.',
  run: async () => {
    await writeSupport();
    return 0;
  },
});
