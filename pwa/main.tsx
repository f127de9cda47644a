import './styles/tokens.css';
import './styles/base.css';
import './styles/parts.css';
import { render } from 'preact';
import { AppContext } from './app.ts';
import { compose } from './compose.ts';
import { Screens } from './screens/screens.tsx';

const place = document.getElementById('app');
if (place === null) throw new Error('index.html has no #app');
render(
  <AppContext.Provider value={compose()}>
    <Screens />
  </AppContext.Provider>,
  place,
);
