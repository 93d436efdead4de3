/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.mxp.transport.security.OwnerOnlyFiles;

/** Writes files, and refuses to replace one unless that is wished. */
final class OutputFiles {

	private final boolean force;

	OutputFiles(boolean force) {
		this.force = force;
	}

	/** Fails if any of the files is there: before anything is written. */
	void check(Path... files) {
		for (Path file : files) {
			if (!this.force && Files.exists(file)) {
				throw new IllegalArgumentException(
						file + " is there already. Name another file with --out, or replace it with --force.");
			}
			Path directory = file.toAbsolutePath().getParent();
			if (directory == null || !Files.isDirectory(directory)) {
				throw new IllegalArgumentException("The directory " + directory + " is not there. Make it first.");
			}
		}
	}

	/** A file for its owner only. */
	void writePrivate(Path file, String text) throws IOException {
		if (this.force) {
			OwnerOnlyFiles.replace(file, text);
		}
		else if (!OwnerOnlyFiles.create(file, text)) {
			check(file);
		}
	}

	/** A file that may be handed round. */
	void writePublic(Path file, String text) throws IOException {
		try {
			if (this.force) {
				Files.writeString(file, text, StandardCharsets.UTF_8);
			}
			else {
				Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW,
						StandardOpenOption.WRITE);
			}
		}
		catch (FileAlreadyExistsException ex) {
			check(file);
		}
	}

}
