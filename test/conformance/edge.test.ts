import { describePeerServer } from './behave.ts';
import { createEdge } from './edge.ts';

describePeerServer(createEdge());
