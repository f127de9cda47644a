import { describePeerServer } from './behave.ts';
import { createReference } from './reference.ts';

describePeerServer(createReference());
