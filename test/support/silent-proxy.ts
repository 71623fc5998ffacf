import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands before a server and can stop passing anything on, connections kept: a hung machine, or a firewall that drops. */
export class SilentProxy implements AsyncDisposable {
  /** How late each piece of an answer comes, ms. */
  latency = 0;
  /** Connections made so far. */
  connections = 0;
  /** Falls silent by itself once an answer has brought so many bytes, or a request. */
  silentAfter: { readonly answered?: number; readonly asked?: number } = {};
  private readonly sockets = new Set<Socket>();
  private isSilent = false;

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {}

  /** Starts one before a port of this machine. */
  static async start(target: number): Promise<SilentProxy> {
    const server = createServer();
    const proxy = new SilentProxy(server, target);
    server.on('connection', (socket) => proxy.accept(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  /** Where it listens. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Says nothing from here on, and hears nothing. */
  fallSilent(): void {
    this.isSilent = true;
    this.silentAfter = {};
    for (const socket of this.sockets) socket.pause();
  }

  /** Speaks again on new connections; those of before lead nowhere for ever. */
  speak(): void {
    this.isSilent = false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private accept(near: Socket): void {
    this.connections += 1;
    this.keep(near);
    if (this.isSilent) {
      near.pause();
      return;
    }
    const far = connect(this.target, '127.0.0.1');
    this.keep(far);
    this.pass(near, far, 'asked', 0);
    this.pass(far, near, 'answered', this.latency);
  }

  private pass(from: Socket, to: Socket, way: 'answered' | 'asked', latency: number): void {
    let passed = 0;
    from.on('data', (chunk) => {
      passed += chunk.length;
      if (passed > (this.silentAfter[way] ?? Infinity)) this.fallSilent();
      else if (latency > 0) setTimeout(() => to.write(chunk), latency);
      else if (!to.write(chunk)) {
        from.pause();
        to.once('drain', () => !this.isSilent && from.resume());
      }
    });
    from.on('close', () => setTimeout(() => to.destroy(), latency));
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.sockets.delete(socket));
  }
}
