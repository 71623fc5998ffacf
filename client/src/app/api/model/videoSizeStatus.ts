
export type VideoSizeStatus = typeof VideoSizeStatus[keyof typeof VideoSizeStatus];


export const VideoSizeStatus = {
  ready: 'ready',
} as const;
