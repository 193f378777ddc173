// A process that takes the lock of a folder, says whether it has it, and holds it until it is told
// to end.
import { FolderInUse, lockFolder } from '@/scripts/database/lock';

try {
  lockFolder(process.argv[2] ?? '');
  console.log('taken');
} catch (error) {
  console.log(error instanceof FolderInUse ? 'in use' : String(error));
}
process.stdin.resume();
