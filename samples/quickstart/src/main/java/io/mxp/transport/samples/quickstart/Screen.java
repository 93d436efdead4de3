/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.samples.quickstart;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where the two agents write. On a terminal it has colours, and a progress line that is
 * written over; elsewhere neither. Always UTF-8, which is what terminals show and files
 * hold, whatever the locale says.
 */
public final class Screen {

	private static final int BAR = 24;

	private static final String ESCAPE = "\033[";

	/** Lines that are written over change so often at most. */
	private static final long REPAINT_NANOS = 50_000_000;

	private final PrintStream out;

	private final boolean terminal;

	private final boolean colours;

	private long paintedNanos = System.nanoTime() - REPAINT_NANOS;

	/** What this process writes to. */
	public Screen() {
		this(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
				"1".equals(System.getenv("QUICKSTART_TERMINAL")));
	}

	Screen(PrintStream out, boolean terminal) {
		this.out = out;
		this.terminal = terminal;
		this.colours = terminal && System.getenv("NO_COLOR") == null;
	}

	/** One line, as {@link String#format}. */
	public void line(String format, Object... arguments) {
		this.out.println(String.format(Locale.ROOT, format, arguments));
	}

	/** An empty line. */
	public void line() {
		this.out.println();
	}

	/** The head of a part. */
	public void heading(String text) {
		this.out.println();
		this.out.println(style("1", text));
	}

	/** A part of a line, at once. */
	public void write(String text) {
		this.out.print(text);
		this.out.flush();
	}

	/** How far something is; written over by the next one on a terminal. */
	public void progress(String what, long done, long of) {
		String text = String.format(Locale.ROOT, "%,d of %,d %s", done, of, what);
		if (this.terminal && (done == of || isRepaintDue())) {
			int filled = (int) (BAR * done / of);
			write("\r" + ESCAPE + "K  " + style("36", "█".repeat(filled)) + "░".repeat(BAR - filled) + "  " + text
					+ ((done == of) ? System.lineSeparator() : ""));
		}
		else if (!this.terminal && (done == of || (done * 4) % of < 4)) {
			line("  %s", text);
		}
	}

	/** Something that is counted on the same line, on a terminal only. */
	public void counting(String text) {
		if (this.terminal && isRepaintDue()) {
			write("\r" + ESCAPE + "K" + style("2", text));
		}
	}

	/** The last word of what was counted. */
	public void counted(String text) {
		line("%s", (this.terminal ? "\r" + ESCAPE + "K" : "") + style("2", text));
	}

	private boolean isRepaintDue() {
		long now = System.nanoTime();
		if (now - this.paintedNanos < REPAINT_NANOS) {
			return false;
		}
		this.paintedNanos = now;
		return true;
	}

	public String bold(String text) {
		return style("1", text);
	}

	public String dim(String text) {
		return style("2", text);
	}

	public String good(String text) {
		return style("32", text);
	}

	public String bad(String text) {
		return style("31", text);
	}

	private String style(String code, String text) {
		return this.colours ? ESCAPE + code + "m" + text + ESCAPE + "0m" : text;
	}

}
