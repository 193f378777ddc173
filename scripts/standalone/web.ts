// scripts/web.mjs of a packed site: the same process, from JavaScript that was bundled.
import { serveWeb, type WebSettings } from '../front/serve-web';

process.once('disconnect', () => process.exit(1));
await serveWeb(JSON.parse(process.argv[2] ?? '{}') as WebSettings);
