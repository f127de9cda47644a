import '../../pwa/styles/tokens.css';
import '../../pwa/styles/base.css';
import '../../pwa/styles/parts.css';
import './popup.css';
import { render } from 'preact';
import { applyTheme } from '../store/theme.ts';
import { Popup } from './popup.tsx';
import { readWorld, World, watchWorld } from './world.ts';

const place = document.getElementById('popup');
if (place === null) throw new Error('index.html has no #popup');

const world = await readWorld();
applyTheme(world.value.settings.theme);
watchWorld(world);
render(
  <World.Provider value={world}>
    <Popup />
  </World.Provider>,
  place,
);
