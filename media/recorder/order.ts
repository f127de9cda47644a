import {
  AudioCodec,
  type EncodedFileOutput,
  EncodedFileType,
  type EncodingOptions,
  EncodingOptionsPreset,
  type RoomCompositeEgressRequest,
  type SegmentedFileOutput,
  SegmentedFileSuffix,
  VideoCodec,
} from '@livekit/protocol';
import * as v from 'valibot';
import { extended, objectKey } from './object-key.ts';
import { TwirpError } from './twirp.ts';

const WholeNumber = v.pipe(v.number(), v.integer());

export const Order = v.object({
  roomName: v.string(),
  layout: v.string(),
  /** As the request says; LiveKit's parameters are added to it. */
  pageUrl: v.string(),
  width: WholeNumber,
  height: WholeNumber,
  framerate: WholeNumber,
  videoBitsPerSecond: WholeNumber,
  audioBitsPerSecond: WholeNumber,
  /** Null when only segments are wanted. */
  fileKey: v.nullable(v.string()),
  segments: v.nullable(
    v.object({
      prefix: v.string(),
      playlistKey: v.string(),
      livePlaylistKey: v.nullable(v.string()),
      seconds: WholeNumber,
    }),
  ),
  webhookUrls: v.array(v.string()),
});

/** What is to be recorded, and where to. */
export type Order = v.InferOutput<typeof Order>;

export interface OrderRules {
  readonly layouts: readonly string[];
  readonly bucket: string;
  readonly endpoint: string;
  /** Whose signature webhooks can carry. */
  readonly key: string;
}

const audioBitsPerSecond = 96_000;
const kilo = 1_000;
/** LiveKit's own figures for these sizes are 3000 and 4500; a call moves less than what they were made for. */
const sizes = [
  { width: 1_280, height: 720, videoBitsPerSecond: 2_500_000 },
  { width: 1_920, height: 1_080, videoBitsPerSecond: 4_500_000 },
] as const;
const framerate = 30;
const segmentSeconds = { usual: 4, longest: 30 };

/** Throws `invalid_argument` for whatever this recorder cannot or must not do. */
export function orderFrom(request: RoomCompositeEgressRequest, rules: OrderRules): Order {
  const { roomName, fileOutputs, segmentOutputs, streamOutputs, imageOutputs } = request;
  refuseIf(roomName === '', 'A room composite needs the name of its room.');
  refuseIf(request.audioOnly || request.videoOnly, 'Picture and sound are recorded together.');
  refuseIf(
    streamOutputs.length + imageOutputs.length > 0 || request.output.case === 'stream',
    'Files and segments can be made, but no streams and no images.',
  );
  // Older clients name the only output a second time.
  const file = fileOutputs[0] ?? (request.output.case === 'file' ? request.output.value : null);
  const segments =
    segmentOutputs[0] ?? (request.output.case === 'segments' ? request.output.value : null);
  refuseIf(fileOutputs.length > 1 || segmentOutputs.length > 1, 'One output of each kind is made.');
  refuseIf(file === null && segments === null, 'A recording needs an output.');
  return {
    roomName,
    layout: layoutFrom(request.layout, rules.layouts),
    pageUrl: pageUrlFrom(request.customBaseUrl),
    ...encodingFrom(request.options),
    fileKey: file && fileKeyFrom(file, rules),
    segments: segments && segmentsFrom(segments, rules),
    webhookUrls: request.webhooks.map(({ url, signingKey }) => {
      refuseIf(signingKey !== rules.key, 'Webhooks are signed with this recorder’s own key.');
      return webUrl(url, 'A webhook needs a web address.');
    }),
  };
}

export function layoutFrom(layout: string, known: readonly string[]): string {
  const chosen = layout === '' ? (known[0] ?? '') : layout;
  refuseIf(!known.includes(chosen), `There is no such layout; there are ${known.join(', ')}.`);
  return chosen;
}

function pageUrlFrom(customBaseUrl: string): string {
  return webUrl(customBaseUrl, 'A recording needs the web address of its page (customBaseUrl).');
}

function webUrl(text: string, otherwise: string): string {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new TwirpError('invalid_argument', otherwise);
  }
  return text;
}

function encodingFrom(options: RoomCompositeEgressRequest['options']) {
  const wanted = options.case === 'advanced' ? advanced(options.value) : preset(options.value);
  const size = sizes.find(
    ({ width, height }) => width === wanted.width && height === wanted.height,
  );
  refuseIf(
    size === undefined || wanted.framerate !== framerate,
    'Recordings are 1280×720 or 1920×1080, at 30 pictures a second.',
  );
  return {
    width: wanted.width,
    height: wanted.height,
    framerate,
    videoBitsPerSecond: wanted.videoBitrate * kilo || (size?.videoBitsPerSecond ?? 0),
    audioBitsPerSecond: wanted.audioBitrate * kilo || audioBitsPerSecond,
  };
}

/** None is the first of the presets, in protobuf as in LiveKit. */
function preset(value = EncodingOptionsPreset.H264_720P_30) {
  const bitrates = { videoBitrate: 0, audioBitrate: 0 };
  switch (value) {
    case EncodingOptionsPreset.H264_720P_30:
      return { width: 1_280, height: 720, framerate, ...bitrates };
    case EncodingOptionsPreset.H264_1080P_30:
      return { width: 1_920, height: 1_080, framerate, ...bitrates };
    default:
      return { width: 0, height: 0, framerate: 0, ...bitrates };
  }
}

function advanced(options: EncodingOptions) {
  const { width, height, videoCodec, audioCodec, videoBitrate, audioBitrate } = options;
  const isOther =
    videoCodec > VideoCodec.H264_HIGH ||
    ![AudioCodec.DEFAULT_AC, AudioCodec.AAC].includes(audioCodec);
  refuseIf(isOther, 'It records H.264 and AAC.');
  refuseIf(
    videoBitrate < 0 || videoBitrate > 20_000 || audioBitrate < 0 || audioBitrate > 512,
    'Bit rates are in kilobits: at most 20000 for the picture, 512 for the sound.',
  );
  return {
    width: width || 1_280,
    height: height || 720,
    framerate: options.framerate || framerate,
    videoBitrate,
    audioBitrate,
  };
}

function fileKeyFrom({ fileType, filepath, output }: EncodedFileOutput, rules: OrderRules): string {
  const types = [EncodedFileType.DEFAULT_FILETYPE, EncodedFileType.MP4];
  refuseIf(!types.includes(fileType), 'Files are MP4.');
  refuseOtherStorage(output, rules);
  return extended(objectKey(filepath), '.mp4');
}

function segmentsFrom(wanted: SegmentedFileOutput, rules: OrderRules): Order['segments'] {
  refuseOtherStorage(wanted.output, rules);
  refuseIf(wanted.filenameSuffix !== SegmentedFileSuffix.INDEX, 'Segments are numbered.');
  refuseIf(wanted.segmentDuration > segmentSeconds.longest, 'Segments are of 30 seconds at most.');
  const prefix = objectKey(wanted.filenamePrefix);
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  // As in LiveKit, playlists lie beside their segments.
  const beside = (name: string) => extended(`${folder}${objectKey(name)}`, '.m3u8');
  return {
    prefix,
    playlistKey: wanted.playlistName ? beside(wanted.playlistName) : `${prefix}.m3u8`,
    livePlaylistKey: wanted.livePlaylistName ? beside(wanted.livePlaylistName) : null,
    seconds: wanted.segmentDuration || segmentSeconds.usual,
  };
}

/** A request may repeat where this recorder stores, as it must for other recorders, but not name another place. */
function refuseOtherStorage(output: EncodedFileOutput['output'], rules: OrderRules): void {
  if (output.case === undefined) return;
  const isOwn =
    output.case === 's3' &&
    output.value.bucket === rules.bucket &&
    ['', rules.endpoint].includes(output.value.endpoint);
  refuseIf(!isOwn, 'Recordings go to this recorder’s own bucket.');
}

function refuseIf(condition: boolean, sentence: string): void {
  if (condition) throw new TwirpError('invalid_argument', sentence);
}
