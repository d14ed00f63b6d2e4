// Locks down what imports it, before the imports that follow.
import { lockDown } from "./prelude.js";

lockDown();
