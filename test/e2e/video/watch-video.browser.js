/* Runs in a browser: plays a video from its start, and again from other places, and tells what is seen of it. */
async (path, places) => {
  const video = document.createElement('video');
  const happens = (name) =>
    new Promise((resolve, reject) => {
      video.addEventListener(name, () => resolve(), { once: true });
      video.addEventListener('error', () => reject(new Error(video.error?.message)), {
        once: true,
      });
    });
  const plays = async (from) => {
    await video.play();
    while (video.currentTime < from + 0.2) await new Promise((next) => setTimeout(next, 20));
    video.pause();
    return video.getVideoPlaybackQuality().totalVideoFrames;
  };
  const colours = () => {
    const canvas = document.createElement('canvas');
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    const context = canvas.getContext('2d');
    context?.drawImage(video, 0, 0);
    const at = (x, y) =>
      [...(context?.getImageData(canvas.width * x, canvas.height * y, 1, 1).data ?? [])]
        .slice(0, 3)
        .map((channel) => (channel > 127 ? 1 : 0))
        .join('');
    return { middle: at(0.5, 0.5), top: at(0.5, 0.1), bottom: at(0.5, 0.9) };
  };
  video.muted = true;
  video.preload = 'auto';
  video.src = path;
  document.body.append(video);
  await happens('loadedmetadata');
  const { duration, videoWidth: width, videoHeight: height } = video;
  const frames = [await plays(0)];
  const seen = [];
  for (const place of places) {
    const sought = happens('seeked');
    video.currentTime = place;
    await sought;
    seen.push({ time: video.currentTime, ...colours() });
    frames.push(await plays(place));
  }
  const error = video.error?.message;
  video.remove();
  return { duration, width, height, frames, seen, error };
};
