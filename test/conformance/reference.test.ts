import { describePeerServer } from './behaviours.ts';
import { createReference } from './reference.ts';

describePeerServer(createReference());
