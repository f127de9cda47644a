import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { LiveReport } from '../../edge/protocol/bridge.ts';
import { text } from '../../pwa/messages/en.ts';
import { extensionText } from '../../pwa/messages/en-extension.ts';
import { Icon } from '../../pwa/parts/icon.tsx';
import { ToolButton } from '../../pwa/parts/tool-button.tsx';
import { wish } from '../messages.ts';
import type { KnownCall } from '../store/calls.ts';
import { clockOf } from '../store/clock.ts';
import { ShareButton } from './share-button.tsx';
import { useWorld } from './world.ts';

const words = extensionText.popup;

/** The call that runs in some tab, wherever that is. */
export function CallPanel({ report }: { report: KnownCall['report'] }) {
  return (
    <section class="panel call-card" aria-label={words.call}>
      <h2>{report.name === '' ? words.unnamed : report.name}</h2>
      {report.phase === 'live' ? (
        <LiveCall report={report} />
      ) : (
        <>
          <p class="soft small">{words[report.phase]}</p>
          <ReturnButton />
          <HangUp />
        </>
      )}
    </section>
  );
}

function LiveCall({ report }: { report: LiveReport }) {
  return (
    <>
      <p class="facts soft small">
        {report.reconnecting ? words.reconnecting : <Clock since={report.since} />}
        <span>{words.people(report.people)}</span>
      </p>
      {report.knocking > 0 && (
        <p class="knocking small" role="status">
          <Icon name="hand" class="small" />
          {words.knocking(report.knocking)}
        </p>
      )}
      <div class="tools">
        <Device report={report} source="microphone" />
        <Device report={report} source="camera" />
        <HangUp />
      </div>
      <ReturnButton />
      <Sharing report={report} />
    </>
  );
}

function Device({ report, source }: { report: LiveReport; source: 'microphone' | 'camera' }) {
  const on = report[source];
  return (
    <ToolButton
      icon={on ? source : `${source}-off`}
      label={text.call[source]}
      pressed={on}
      onClick={() => void wish({ type: 'turn', source, on: !on })}
    />
  );
}

function HangUp() {
  return (
    <ToolButton
      kind="danger"
      icon="hangup"
      label={words.hangUp}
      onClick={() => void wish({ type: 'hang-up' })}
    />
  );
}

function ReturnButton() {
  return (
    <button
      type="button"
      class="button primary wide"
      onClick={async () => {
        await wish({ type: 'return' });
        window.close();
      }}
    >
      {words.return}
    </button>
  );
}

function Sharing({ report }: { report: LiveReport }) {
  const { session, tab } = useWorld();
  const { sharing } = report;
  if (sharing === 'nothing') {
    return report.mayShare ? <ShareButton label={words.shareTab} /> : null;
  }
  const isThisTab = session.sharing !== null && session.sharing.tab === tab;
  return (
    <>
      <p class="sharing small" role="status">
        <Icon name="screen" class="small" />
        <span>{sharing === 'tab' ? words.sharingTab : words.sharingScreen}</span>
        <button
          type="button"
          class="button compact"
          onClick={() => void wish({ type: 'stop-sharing' })}
        >
          {words.stopSharing}
        </button>
      </p>
      {!isThisTab && report.mayShare && <ShareButton label={words.shareSwap} />}
    </>
  );
}

function Clock({ since }: { since: number }) {
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = Date.now();
    }, 1_000);
    return () => clearInterval(timer);
  }, [now]);
  return <time>{clockOf(now.value - since)}</time>;
}
