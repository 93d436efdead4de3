/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What the transport logs meanwhile; keeps it off the console. */
final class LogCapture extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.mxp.transport");

	private @Nullable Logger detailed;

	private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

	static LogCapture begin() {
		LogCapture capture = new LogCapture();
		capture.setContext(capture.logger.getLoggerContext());
		capture.start();
		capture.logger.addAppender(capture);
		capture.logger.setAdditive(false);
		return capture;
	}

	/** What a class says at level debug, too. */
	LogCapture withDebugOf(Class<?> type) {
		this.detailed = (Logger) LoggerFactory.getLogger(type);
		this.detailed.setLevel(Level.DEBUG);
		return this;
	}

	private LogCapture() {
	}

	@Override
	protected void append(ILoggingEvent event) {
		this.events.add(event);
	}

	/** All messages that hold this text. */
	List<String> messagesWith(String text) {
		return this.events.stream()
			.map(ILoggingEvent::getFormattedMessage)
			.filter((line) -> line.contains(text))
			.toList();
	}

	/** Warnings and errors. */
	List<String> errors() {
		return this.events.stream()
			.filter((event) -> event.getLevel().isGreaterOrEqual(Level.WARN))
			.map((event) -> event.getLevel() + " " + event.getFormattedMessage()
					+ ((event.getThrowableProxy() != null) ? " " + event.getThrowableProxy().getMessage() : ""))
			.toList();
	}

	@Override
	public void close() {
		Logger changed = this.detailed;
		if (changed != null) {
			changed.setLevel(null);
		}
		this.logger.detachAppender(this);
		this.logger.setAdditive(true);
		stop();
	}

}
