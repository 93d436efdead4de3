/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.samples.quickstart.agent;

import io.mxp.transport.samples.quickstart.Screen;

/**
 * Shows words as they arrive: whole lines of text, and after a few of them how many words
 * more there are.
 */
final class Words {

	private static final int WIDTH = 76;

	private static final int LINES = 5;

	private final Screen screen;

	private int column;

	private int line = 1;

	private int hidden;

	private int count;

	Words(Screen screen) {
		this.screen = screen;
	}

	void onWord(String word) {
		this.count++;
		String shown = word.strip();
		if (this.hidden == 0 && this.column + 1 + shown.length() > WIDTH) {
			this.screen.line();
			this.column = 0;
			this.line++;
		}
		if (this.line > LINES) {
			this.hidden++;
			this.screen.counting("    … and " + this.hidden + " words more");
			return;
		}
		String gap = (this.column == 0) ? "    " : " ";
		this.screen.write(gap + shown);
		this.column += shown.length() + 1;
	}

	void end() {
		if (this.hidden > 0) {
			this.screen.counted("    … and " + this.hidden + " words more");
		}
		else {
			this.screen.line();
		}
		if (this.count == 0) {
			throw new IllegalStateException("The streamed answer is empty");
		}
	}

}
