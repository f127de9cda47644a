/* global Peer */
/**
 * The least that a video call with peerjs can be. `?id=` is who this is, `&call=` whom to call on Join
 * (nobody, for those who only answer), `&port=` the PeerServer's, `&constraints=` what to capture.
 */
const asked = new URLSearchParams(location.search);
const others = (asked.get('call') ?? '').split(',').filter(Boolean);
const calls = new Map();

/** The same person comes again under a new id: what they had before is closed. */
function show(call) {
  const person = call.peer.split('-')[0];
  calls.get(person)?.close();
  calls.set(person, call);
  const tile = document.createElement('article');
  tile.dataset.path = 'remote';
  const video = Object.assign(document.createElement('video'), {
    autoplay: true,
    playsInline: true,
  });
  // Sound apart from the picture, as a call with many tiles has it; and headless pages may not play it.
  video.muted = true;
  call.on('stream', (stream) => {
    if (video.srcObject === stream) return;
    video.srcObject = stream;
    tile.append(video);
    document.body.append(tile);
  });
  call.on('close', () => tile.remove());
}

const peer = new Peer(asked.get('id'), {
  host: location.hostname,
  port: Number(asked.get('port')),
  path: '/',
  config: { iceServers: [] },
});
const capturing = navigator.mediaDevices.getUserMedia(JSON.parse(asked.get('constraints')));

peer.on('call', async (call) => {
  show(call);
  call.answer(await capturing);
});

document.querySelector('button').addEventListener('click', async () => {
  const stream = await capturing;
  for (const other of others) show(peer.call(other, stream));
});

document.querySelector('#preview').srcObject = await capturing;
