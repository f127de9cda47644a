import { describePeerServer } from './behaviours.ts';
import { createEdge } from './edge.ts';

describePeerServer(createEdge());
