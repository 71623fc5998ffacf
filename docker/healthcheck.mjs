// Exit code 0 while the server should be sent requests.
const { PORT = '3000', HOST = '127.0.0.1' } = process.env;
const host = HOST === '0.0.0.0' ? '127.0.0.1' : HOST === '::' ? '[::1]' : HOST.includes(':') ? `[${HOST}]` : HOST;
const ready = await fetch(`http://${host}:${PORT}/health/ready`, {
  signal: AbortSignal.timeout(4000),
}).then(
  ({ ok }) => ok,
  () => false,
);
process.exit(ready ? 0 : 1);
