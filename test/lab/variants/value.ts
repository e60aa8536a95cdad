/** One value of a dimension in which healthy installs differ, and what makes a lab have it. */
import type { Covers } from '../layouts/covers.js';
import type { Lab, LabOptions } from '../lab.js';
import type { DoctorRun, DoctorWish } from '../doctor.js';

export interface Value {
  readonly name: string;
  readonly options?: Partial<LabOptions>;
  /** Directives of the site's PHP. */
  readonly php?: (lab: Lab) => Readonly<Record<string, string>>;
  /** Lines of configuration.php. */
  readonly configuration?: (lab: Lab) => readonly string[];
  /** Rows of tblconfiguration; null: the row is not there. */
  readonly settings?: Readonly<Record<string, string | null>>;
  /** Before the lab starts: what it has in place of files of the machine. */
  readonly prepare?: (covers: Covers) => Promise<void>;
  /** The rest, made while nothing serves the site yet. */
  readonly make?: (lab: Lab) => Promise<void>;
  /** What the end of the lab does not undo. */
  readonly undo?: () => Promise<void>;
  /** The environment in which the program is started. */
  readonly env?: Readonly<Record<string, string>>;
  /** How the install is looked at; default: on its machine, as whoever runs the lab. */
  readonly look?: (lab: Lab, wish: DoctorWish) => Promise<DoctorRun>;
}
