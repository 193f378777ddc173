// Preloaded into the web server: it ends with the process that started it, also when that one was
// killed outright, so that nobody serves pages without a database or keeps the port.
process.once('disconnect', () => process.exit(1));
