import type { DataHandle } from '@clientele/charts';
import { inferRoles, type Schema } from '@clientele/metrics';
import type { SourceRoles } from '../selection/selection.js';
import { KeptAnswers } from './kept-answers.js';

/** Data, and which of their columns hold the customer and the time where somebody says so. */
export interface NamedProvider {
  readonly handle: DataHandle | null;
  readonly customer?: string | null;
  readonly time?: string | null;
}

/** The sources of a dashboard by id, what is known about their columns, and their kept answers. */
export class SourceBook {
  private readonly learned: () => void;
  private readonly providers = new Map<string, NamedProvider>();
  private readonly found = new WeakMap<DataHandle, SourceRoles | 'asked'>();
  private readonly kept = new WeakMap<DataHandle, KeptAnswers>();

  /** *learned* is called when the columns of a source are known that were not. */
  constructor(learned: () => void) {
    this.learned = learned;
  }

  get names(): string[] {
    return [...this.providers.keys()];
  }

  add(name: string, provider: NamedProvider): void {
    this.providers.set(name, provider);
  }

  remove(provider: NamedProvider): void {
    for (const [name, known] of this.providers) if (known === provider) this.providers.delete(name);
  }

  provider(name: string): NamedProvider | null {
    return this.providers.get(name) ?? null;
  }

  /** The source's data, null while there are none. */
  handle(name: string): KeptAnswers | null {
    const handle = this.providers.get(name)?.handle ?? null;
    return handle === null ? null : this.keptFor(handle);
  }

  /** The name of the source whose data are *handle*, null where it is none of this dashboard. */
  nameOf(handle: DataHandle): string | null {
    return this.names.find((name) => this.providers.get(name)?.handle === handle) ?? null;
  }

  keptFor(handle: DataHandle): KeptAnswers {
    let kept = this.kept.get(handle);
    if (kept === undefined) this.kept.set(handle, (kept = new KeptAnswers(handle, () => this.handles())));
    return kept;
  }

  /** Whether the columns of all sources and of *handle* are known; asks for those that are not. */
  isKnown(handle: DataHandle | null): boolean {
    const all = [...Object.values(this.handles()), ...(handle === null ? [] : [handle])];
    const unknown = all.filter((one) => this.rolesFound(one) === null);
    for (const one of unknown) this.learn(one);
    return unknown.length === 0;
  }

  /** The customer column of *name*, and the time column that dates narrow where the source names one. */
  roles(name: string): SourceRoles {
    const provider = this.providers.get(name) ?? null;
    const found = provider?.handle == null ? null : this.rolesFound(provider.handle);
    return { customer: provider?.customer ?? found?.customer ?? null, time: provider?.time ?? null };
  }

  /** The columns that a chart on *handle* takes where neither it nor its source names them. */
  rolesFound(handle: DataHandle): SourceRoles | null {
    const found = this.found.get(handle);
    return found === undefined || found === 'asked' ? null : found;
  }

  private handles(): Record<string, DataHandle> {
    const handles: Record<string, DataHandle> = {};
    for (const [name, { handle }] of this.providers) if (handle !== null) handles[name] = handle;
    return handles;
  }

  private learn(handle: DataHandle): void {
    if (this.found.has(handle)) return;
    this.found.set(handle, 'asked');
    const know = (roles: SourceRoles): void => {
      this.found.set(handle, roles);
      this.learned();
    };
    // A source that can't be read says so in its own charts; the others must not wait for it.
    handle.schema().then((schema) => know({ customer: roleIn(schema, 'customer'), time: roleIn(schema, 'time') }), () => know({ customer: null, time: null }));
  }
}

function roleIn(schema: Schema, role: 'customer' | 'time'): string | null {
  return inferRoles(schema, { [role]: 'optional' }, {}).roles[role] ?? null;
}
