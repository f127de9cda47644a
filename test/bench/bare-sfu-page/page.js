/* global LivekitClient */
/**
 * The least that a video call with livekit-client can be. `#url=` is the media server, `&token=` lets this page
 * in, `&constraints=` says what to capture, `&secret=` (base64) what all is sealed with, if anything; Join
 * connects, sends and shows everybody, up to 48 others.
 */
const asked = new URLSearchParams(location.hash.slice(1));
const most = 48;
const { ExternalE2EEKeyProvider, Room, RoomEvent } = LivekitClient;
const encryption = await sealing(asked.get('secret'));
const room = new Room({ adaptiveStream: false, dynacast: true, encryption });
if (encryption !== undefined) await room.setE2EEEnabled(true);
const stage = document.querySelector('main');

async function sealing(secret) {
  if (secret === null) return undefined;
  const keyProvider = new ExternalE2EEKeyProvider({ ratchetWindowSize: 0, failureTolerance: -1 });
  await keyProvider.setKey(Uint8Array.from(atob(secret), (each) => each.charCodeAt(0)).buffer);
  return { keyProvider, worker: new Worker('/e2ee-worker.js') };
}

function show(track, publication) {
  const element = track.attach();
  // Headless pages may not play sound; and what is heard is not what is measured.
  element.muted = true;
  if (track.kind !== 'video') return;
  publication.setVideoQuality(LivekitClient.VideoQuality.LOW);
  const tile = document.createElement('article');
  tile.dataset.path = 'remote';
  tile.append(element);
  stage.append(tile);
}

let shown = 0;
room.on(RoomEvent.TrackSubscribed, (track, publication) => {
  if (track.kind === 'video' && ++shown > most) publication.setSubscribed(false);
  else show(track, publication);
});

const stream = await navigator.mediaDevices.getUserMedia(JSON.parse(asked.get('constraints')));
document.querySelector('#preview').srcObject = stream;

document.querySelector('button').addEventListener('click', async () => {
  await room.connect(asked.get('url'), asked.get('token'));
  for (const track of stream.getTracks()) {
    void room.localParticipant.publishTrack(track, { simulcast: true, videoCodec: 'vp8' });
  }
});
