/** Runs in the page before its own code: a camera that shows a drawn person, for pictures of the product. */
export function installPortrait(hue: number): void {
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const stream = new MediaStream();
    if (constraints?.video) for (const track of portrait().getTracks()) stream.addTrack(track);
    if (constraints?.audio) {
      const silence = new MediaStreamAudioDestinationNode(new AudioContext());
      for (const track of silence.stream.getTracks()) stream.addTrack(track);
    }
    return stream;
  };

  function portrait(): MediaStream {
    const canvas = document.createElement('canvas');
    canvas.width = 1280;
    canvas.height = 720;
    const paint = canvas.getContext('2d');
    if (paint === null) throw new Error('this browser does not paint');
    const fill = (colour: string, shape: (path: Path2D) => void) => {
      const path = new Path2D();
      shape(path);
      paint.fillStyle = colour;
      paint.fill(path);
    };
    const draw = () => {
      const room = paint.createLinearGradient(0, 0, 1280, 720);
      room.addColorStop(0, `hsl(${hue} 35% 78%)`);
      room.addColorStop(1, `hsl(${hue + 30} 35% 52%)`);
      paint.fillStyle = room;
      paint.fillRect(0, 0, 1280, 720);
      fill(`hsl(${hue + 160} 30% 34%)`, (path) => path.ellipse(640, 760, 330, 260, 0, 0, 7));
      fill('hsl(24 45% 72%)', (path) => path.roundRect(580, 430, 120, 120, 40));
      fill('hsl(24 50% 76%)', (path) => path.ellipse(640, 340, 130, 160, 0, 0, 7));
      fill(`hsl(${hue * 3} 25% 22%)`, (path) => path.ellipse(640, 255, 145, 105, 0, Math.PI, 0));
    };
    draw();
    setInterval(draw, 100);
    return canvas.captureStream(10);
  }
}
