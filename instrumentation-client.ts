// Next runs this file before React wakes, on pages with React; on the others app/_client/entry.ts
// runs nothing else.
import '@/lib/core/built-ins';
import { startBehaviours } from '@/app/_behaviours/start';

startBehaviours();
