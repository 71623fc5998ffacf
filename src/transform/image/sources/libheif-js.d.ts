/** The part of libheif-js (1.23) that is used; the package's own types leave these classes out. */
declare module 'libheif-js/libheif-wasm/libheif-bundle.mjs' {
  interface ImageBytes {
    /** RGBA. */
    readonly data: Uint8Array;
    readonly width: number;
    readonly height: number;
  }

  interface HeifImage {
    is_primary(): boolean;
    /** After turning. */
    get_width(): number;
    get_height(): number;
    has_alpha_channel(): boolean;
    is_premultiplied_alpha(): boolean;
    /** Fills the bytes, then calls back; with null when decoding failed. */
    display(image: ImageBytes, done: (image: ImageBytes | null) => void): void;
  }

  interface Libheif {
    readonly HeifDecoder: new () => { decode(file: Uint8Array): HeifImage[] };
  }

  export default function loadLibheif(): Libheif;
}
