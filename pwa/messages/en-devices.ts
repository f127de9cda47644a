import type { DeviceProblem } from '../call/capture/local-media.ts';

export const deviceProblems: Record<'microphone' | 'camera', Record<DeviceProblem, string>> = {
  microphone: {
    denied:
      'Your browser blocks the microphone. Allow it in the address bar, then turn it on again.',
    missing: 'No microphone found. You can join without one and listen.',
    busy: 'Another program is using the microphone. Close it there, then turn it on again.',
    unsupported: 'This browser cannot use a microphone here. You can join without one.',
    failed: 'The microphone did not start. Try another one, or turn it on again.',
  },
  camera: {
    denied: 'Your browser blocks the camera. Allow it in the address bar, then turn it on again.',
    missing: 'No camera found. You can join without one.',
    busy: 'Another program is using the camera. Close it there, then turn it on again.',
    unsupported: 'This browser cannot use a camera here. You can join without one.',
    failed: 'The camera did not start. Try another one, or turn it on again.',
  },
};

/** In a call nobody needs to be told how to join. */
export const deviceProblemsInCall: typeof deviceProblems = {
  microphone: {
    ...deviceProblems.microphone,
    missing: 'No microphone found. Plug one in, then turn it on again.',
    unsupported: 'This browser cannot use a microphone here. The others do not hear you.',
  },
  camera: {
    ...deviceProblems.camera,
    missing: 'No camera found. Plug one in, then turn it on again.',
    unsupported: 'This browser cannot use a camera here. The others do not see you.',
  },
};

/** Where both have the same trouble, one sentence is enough. */
export const bothProblems: Partial<Record<DeviceProblem, string>> = {
  denied:
    'Your browser blocks camera and microphone. Allow both by the sign at the left of the address bar, then turn them on again.',
  missing: 'No camera and no microphone found. You can join without them and listen.',
};

/** In place of one’s own picture. */
export const noPicture: Record<DeviceProblem, string> = {
  denied: 'Your camera is blocked',
  missing: 'No camera found',
  busy: 'Another program uses your camera',
  unsupported: 'No camera can be used here',
  failed: 'Your camera did not start',
};
