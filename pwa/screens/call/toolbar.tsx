import { useSignal } from '@preact/signals';
import type { Call } from '../../call/call.ts';
import { countPeople, isYourHandRaised, type RoomView } from '../../call/room-view.ts';
import { text } from '../../messages/en.ts';
import { ToolButton } from '../../parts/tool-button.tsx';
import { lazy } from '../lazy.tsx';
import { useCall } from '../meeting/call-context.ts';
import type { Act } from './act.ts';
import { LeaveTools } from './leave-tools.tsx';
import { isSending, refusalOf, toggleDevice, toggleScreen } from './own-media.ts';
import { shortcuts } from './shortcuts.ts';

const MoreDialog = lazy(() => import('./more-dialog.tsx'), 'MoreDialog');
const RecordTool = lazy(() => import('./recording/record-tool.tsx'), 'RecordTool');

export interface ToolbarProps {
  readonly room: RoomView;
  readonly act: Act;
  readonly panel: 'chat' | 'people' | null;
  readonly unread: number;
  readonly onPanel: (panel: 'chat' | 'people') => void;
  readonly onDevices: () => void;
  readonly onCopyLink: () => void;
  /** The call has brought what was waited for: now there is time for what else can be done. */
  readonly settled: boolean;
}

export function Toolbar(props: ToolbarProps) {
  const { room, act } = props;
  return (
    <footer>
      <div class="toolbar" role="toolbar" aria-label={text.call.toolbar}>
        <div class="toolbar-start">
          <span class="meeting-name">{room.settings.name}</span>
          <ToolButton
            kind="plain"
            icon="link"
            label={text.call.copyLink}
            onClick={props.onCopyLink}
          />
          {props.settled && <RecordTool room={room} act={act} />}
        </div>
        <div class="toolbar-middle">
          <MediaTools room={room} />
          <HandTool room={room} act={act} />
          <LeaveTools room={room} act={act} />
        </div>
        <div class="toolbar-end">
          <PanelTools {...props} />
          <MoreTool {...props} />
        </div>
      </div>
    </footer>
  );
}

function MediaTools({ room }: { room: RoomView }) {
  const call = useCall();
  const sharing = isSending(call, 'screen');
  return (
    <>
      <DeviceTool call={call} room={room} source="microphone" />
      <DeviceTool call={call} room={room} source="camera" />
      {call.local.canShareScreen && (
        <ToolButton
          kind="plain"
          icon="screen"
          label={text.call.share}
          pressed={sharing}
          refusal={sharing ? null : refusalOf('screen', room)}
          onClick={() => toggleScreen(call)}
        />
      )}
    </>
  );
}

interface DeviceToolProps {
  readonly call: Call;
  readonly room: RoomView;
  readonly source: 'microphone' | 'camera';
}

function DeviceTool({ call, room, source }: DeviceToolProps) {
  const on = isSending(call, source);
  return (
    <ToolButton
      icon={on ? source : `${source}-off`}
      label={text.call[source]}
      pressed={on}
      shortcut={shortcuts[source]}
      refusal={on ? null : refusalOf(source, room)}
      onClick={() => toggleDevice(call, source, room)}
    />
  );
}

function HandTool({ room, act }: { room: RoomView; act: Act }) {
  const raised = isYourHandRaised(room);
  return (
    <ToolButton
      kind="plain"
      only="wide"
      icon="hand"
      label={text.call.hand}
      pressed={raised}
      shortcut={shortcuts.hand}
      onClick={() => void act({ type: 'hand', raised: !raised })}
    />
  );
}

/** On a phone: what one needs less often than the way out. */
function MoreTool(props: ToolbarProps) {
  const shown = useSignal(false);
  const raised = isYourHandRaised(props.room);
  return (
    <>
      <ToolButton
        kind="plain"
        only="narrow"
        icon={moreIcon}
        label={raised ? text.call.moreHand : text.call.more}
        hands={raised ? 1 : 0}
        onClick={() => {
          shown.value = true;
        }}
      />
      {shown.value && (
        <MoreDialog
          {...props}
          onClose={() => {
            shown.value = false;
          }}
        />
      )}
    </>
  );
}

const moreIcon = 'M5.500 12v.01M12 12v.01M18.500 12v.01';

function PanelTools({ room, panel, unread, onPanel, onDevices }: ToolbarProps) {
  const count = countPeople(room);
  return (
    <>
      <ToolButton
        kind="plain"
        icon="chat"
        label={unread === 0 ? text.call.chat : text.call.chatUnread(unread)}
        expanded={panel === 'chat'}
        badge={unread}
        shortcut={shortcuts.chat}
        onClick={() => onPanel('chat')}
      />
      <ToolButton
        kind="plain"
        icon="people"
        label={text.call.peopleCount(count)}
        expanded={panel === 'people'}
        badge={count.knocking}
        hands={count.hands}
        count={count.here}
        shortcut={shortcuts.people}
        onClick={() => onPanel('people')}
      />
      <ToolButton
        kind="plain"
        only="wide"
        icon="settings"
        label={text.call.settings}
        onClick={onDevices}
      />
    </>
  );
}
