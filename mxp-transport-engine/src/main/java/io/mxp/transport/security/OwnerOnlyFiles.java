/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Files that only their owner may read (0600, directories 0700), written so that another
 * process sees either nothing or the whole content. Where the file system knows no POSIX
 * permissions, its own defaults hold.
 */
public final class OwnerOnlyFiles {

	private static final Set<PosixFilePermission> OTHERS = EnumSet.of(PosixFilePermission.GROUP_READ,
			PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_READ,
			PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);

	private OwnerOnlyFiles() {
	}

	/**
	 * Makes a directory and its parents, readable by the owner only, if it is not there.
	 * @param directory the directory
	 * @throws IOException if it cannot be made
	 */
	public static void createDirectories(Path directory) throws IOException {
		if (!Files.isDirectory(directory)) {
			Files.createDirectories(directory, permissions(directory, "rwx------"));
		}
	}

	/**
	 * Writes a file, in place of one that may be there.
	 * @param file the file
	 * @param text its content
	 * @throws IOException if it cannot be written
	 */
	public static void replace(Path file, String text) throws IOException {
		Path written = writeBeside(file, text);
		try {
			Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		finally {
			Files.deleteIfExists(written);
		}
	}

	/**
	 * Writes a file unless there is one; of several processes that try at once exactly
	 * one succeeds.
	 * @param file the file
	 * @param text its content
	 * @return whether it was written; false if there was one before
	 * @throws IOException if it cannot be written
	 */
	public static boolean create(Path file, String text) throws IOException {
		Path written = writeBeside(file, text);
		try {
			// A hard link appears with its whole content, and fails if the name is taken.
			Files.createLink(file, written);
			return true;
		}
		catch (FileAlreadyExistsException ex) {
			return false;
		}
		catch (UnsupportedOperationException ex) {
			return createInPlace(file, text);
		}
		finally {
			Files.deleteIfExists(written);
		}
	}

	/**
	 * What is wrong with the permissions of a private file, if anything.
	 * @param file the file
	 * @return a sentence that says what to do, or nothing
	 */
	public static Optional<String> permissionWarning(Path file) {
		try {
			Set<PosixFilePermission> found = EnumSet.noneOf(PosixFilePermission.class);
			found.addAll(Files.getPosixFilePermissions(file));
			String shown = PosixFilePermissions.toString(found);
			return found.removeAll(OTHERS) ? Optional
				.of("The private file " + file + " can be used by other users (" + shown + "). Run: chmod 600 " + file)
					: Optional.empty();
		}
		catch (IOException | UnsupportedOperationException ex) {
			return Optional.empty();
		}
	}

	private static Path writeBeside(Path file, String text) throws IOException {
		Path directory = (file.getParent() != null) ? file.getParent() : Path.of("");
		Path beside = Files.createTempFile(directory, ".mxp-", ".new", permissions(directory, "rw-------"));
		Files.writeString(beside, text, StandardCharsets.UTF_8);
		return beside;
	}

	private static boolean createInPlace(Path file, String text) throws IOException {
		try {
			Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW,
					StandardOpenOption.WRITE);
			return true;
		}
		catch (FileAlreadyExistsException ex) {
			return false;
		}
	}

	private static FileAttribute<?>[] permissions(Path path, String permissions) {
		return path.getFileSystem().supportedFileAttributeViews().contains("posix")
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) }
				: new FileAttribute<?>[0];
	}

}
