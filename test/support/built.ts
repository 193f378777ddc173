// Before the files of a suite begin, side by side: one build for all of them.
import { ensureBuild } from '@/scripts/site/build';

export const setup = (): void => ensureBuild();
