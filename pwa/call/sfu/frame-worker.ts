// LiveKit's own, as a file from our own origin: the Content-Security-Policy takes no other.
import 'livekit-client/e2ee-worker';
