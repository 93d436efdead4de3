/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.mxp.transport.TransportException;
import io.mxp.transport.security.KeyLog;
import io.mxp.transport.security.OwnerOnlyFiles;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds secrets to a file in the manner of the NSS key log, {@code label connection
 * secret} on a line. Written on worker threads.
 */
// SPEC handshake.md#key-log
final class KeyLogFile implements KeyLog {

	private static final Logger logger = LoggerFactory.getLogger(KeyLogFile.class);

	private final Path file;

	private final Executor workers;

	private KeyLogFile(Path file, Executor workers) {
		this.file = file;
		this.workers = workers;
	}

	/** A key log for the configured file, with a warning; none without a file. */
	static KeyLog of(@Nullable Path file, Executor workers) {
		if (file == null) {
			return KeyLog.NONE;
		}
		try {
			if (!Files.exists(file)) {
				OwnerOnlyFiles.create(file, "");
			}
		}
		catch (IOException ex) {
			throw new TransportException.Configuration("The key log " + file + " (debug.key-log) cannot be made: "
					+ ex.getMessage() + ". Name another file, or turn it off.", ex);
		}
		logger.warn("debug.key-log: the secrets of ALL connections are written to {}. Whoever reads that file can"
				+ " decrypt and forge their packets. Never use it in production.", file.toAbsolutePath());
		OwnerOnlyFiles.permissionWarning(file).ifPresent(logger::warn);
		return new KeyLogFile(file, workers);
	}

	@Override
	public void secret(String label, byte[] connection, byte[] secret) {
		HexFormat hex = HexFormat.of();
		String line = label + " " + hex.formatHex(connection) + " " + hex.formatHex(secret) + "\n";
		try {
			this.workers.execute(() -> append(line));
		}
		catch (RejectedExecutionException ex) {
			logger.warn("The key log {} lacks the secrets of a connection: no worker is free", this.file);
		}
	}

	private synchronized void append(String line) {
		try {
			Files.writeString(this.file, line, StandardCharsets.US_ASCII, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			logger.warn("The key log {} cannot be written: {}", this.file, ex.getMessage());
		}
	}

	@Override
	public String toString() {
		return "KeyLogFile[" + this.file + "]";
	}

}
