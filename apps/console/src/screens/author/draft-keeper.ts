/**
 * Keeps one draft while it is edited: saves a moment after the last key, and learns what other tabs make of it. Who
 * saves last is right; the other is told, and loses nothing: what it had is one undo away, and what it had not saved
 * yet becomes a draft of its own.
 */
import type { Draft } from "../../drafts/draft.ts";
import { beginDraft, findDraft, onDraftsChanged, saveDraft, tabId } from "../../drafts/draft-store.ts";
import type { Scope } from "../../paths.ts";

export interface Kept {
  readonly savedAt: number;
  /** False: the browser keeps it only until the page is closed. */
  readonly isStored: boolean;
}

export type KeeperNews =
  /** Another tab saved: its text is shown now. `copy` names the draft that holds what was not saved here. */
  | { readonly kind: "taken"; readonly at: number; readonly mine: string; readonly copy: string | undefined }
  /** Another tab deleted or renamed it; it is still here. */
  | { readonly kind: "gone" };

export interface KeeperParts {
  readonly onKept: (kept: Kept) => void;
  readonly onNews: (news: KeeperNews) => void;
  /** Shows another text in the editor. */
  readonly replace: (text: string) => void;
}

const PAUSE_MS = 300;

export class DraftKeeper {
  readonly #scope: Scope;
  readonly #parts: KeeperParts;
  readonly #stop: () => void;
  #draft: Draft;
  #text: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isSaving = false;

  constructor(scope: Scope, draft: Draft, parts: KeeperParts) {
    this.#scope = scope;
    this.#draft = draft;
    this.#text = draft.text;
    this.#parts = parts;
    this.#stop = onDraftsChanged(() => this.#look());
  }

  /** The text as it is now; kept soon. */
  edit(text: string): void {
    this.#text = text;
    clearTimeout(this.#timer);
    if (text !== this.#draft.text) this.#timer = setTimeout(() => this.save(), PAUSE_MS);
  }

  save(): void {
    clearTimeout(this.#timer);
    if (this.#text === this.#draft.text && findDraft(this.#scope, this.#draft.name)) return;
    this.#draft = { ...this.#draft, text: this.#text, savedAt: Date.now(), writer: tabId };
    this.#isSaving = true;
    const isStored = saveDraft(this.#scope, this.#draft);
    this.#isSaving = false;
    this.#parts.onKept({ savedAt: this.#draft.savedAt, isStored });
  }

  close(): void {
    this.#stop();
    if (this.#text !== this.#draft.text) this.save();
    clearTimeout(this.#timer);
  }

  #look(): void {
    if (this.#isSaving) return;
    const stored = findDraft(this.#scope, this.#draft.name);
    if (!stored) {
      this.#parts.onNews({ kind: "gone" });
      return;
    }
    if (stored.text === this.#draft.text) return;
    const mine = this.#text;
    const isUnsaved = mine !== this.#draft.text && mine !== stored.text;
    clearTimeout(this.#timer);
    this.#draft = stored; // before the copy, which is news to listeners as well
    this.#text = stored.text;
    const copy = isUnsaved ? beginDraft(this.#scope, { name: stored.name, text: mine, origin: "" }).name : undefined;
    this.#parts.replace(stored.text);
    this.#parts.onKept({ savedAt: stored.savedAt, isStored: true });
    this.#parts.onNews({ kind: "taken", at: stored.savedAt, mine, copy });
  }
}
