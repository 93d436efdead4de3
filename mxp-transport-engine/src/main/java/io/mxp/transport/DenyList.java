/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.math.BigInteger;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Who is not accepted any more, whatever pin or certificate speaks for it: agents, static
 * keys, certificates. Immutable. Its text has one entry on a line: {@code agent},
 * {@code serial} or {@code fingerprint}, a blank and the value; what follows a {@code #}
 * is ignored.
 */
// SPEC identity.md#deny-list
public final class DenyList {

	/** Denies nobody. */
	public static final DenyList EMPTY = builder().build();

	private static final String AGENT = "agent";

	private static final String SERIAL = "serial";

	private static final String FINGERPRINT = "fingerprint";

	private final Set<UUID> agents;

	private final Set<BigInteger> serials;

	private final Set<String> fingerprints;

	private DenyList(Builder builder) {
		this.agents = Set.copyOf(builder.agents);
		this.serials = Set.copyOf(builder.serials);
		this.fingerprints = Set.copyOf(builder.fingerprints);
	}

	/**
	 * Starts an empty list.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Reads the text of a deny list.
	 * @param text the lines
	 * @param source where they are from, for messages
	 * @return the list
	 * @throws IllegalArgumentException if a line is of another form; the message names it
	 */
	public static DenyList parse(String text, String source) {
		Builder builder = builder();
		String[] lines = text.split("\\R", -1);
		for (int i = 0; i < lines.length; i++) {
			String line = lines[i].replaceFirst("#.*", "").strip();
			if (!line.isEmpty()) {
				try {
					builder.entry(line);
				}
				catch (IllegalArgumentException ex) {
					throw new IllegalArgumentException(
							"Line " + (i + 1) + " of the deny list " + source + " cannot be used. " + ex.getMessage(),
							ex);
				}
			}
		}
		return builder.build();
	}

	/**
	 * Agents that are not accepted, by any key.
	 * @return their ids
	 */
	public Set<UUID> agents() {
		return this.agents;
	}

	/**
	 * Serial numbers of certificates that are not accepted.
	 * @return the serial numbers
	 */
	public Set<BigInteger> serials() {
		return this.serials;
	}

	/**
	 * Fingerprints ("sha256:" and 64 lower-case hex digits) of static keys or of
	 * certificates (over the DER) that are not accepted.
	 * @return the fingerprints
	 */
	public Set<String> fingerprints() {
		return this.fingerprints;
	}

	/**
	 * Everything that this list or another one denies.
	 * @param other the other list
	 * @return both together
	 */
	public DenyList and(DenyList other) {
		return builder().add(this).add(other).build();
	}

	/**
	 * How many entries there are.
	 * @return the number
	 */
	public int size() {
		return this.agents.size() + this.serials.size() + this.fingerprints.size();
	}

	/**
	 * The entries as {@link #parse} reads them, sorted.
	 * @return the entries, without line breaks
	 */
	public Collection<String> entries() {
		Set<String> entries = new TreeSet<>();
		this.agents.forEach((agent) -> entries.add(AGENT + " " + agent));
		this.serials.forEach((serial) -> entries.add(SERIAL + " " + serial.toString(16)));
		this.fingerprints.forEach((fingerprint) -> entries.add(FINGERPRINT + " " + fingerprint));
		return entries;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof DenyList that && this.agents.equals(that.agents) && this.serials.equals(that.serials)
				&& this.fingerprints.equals(that.fingerprints);
	}

	@Override
	public int hashCode() {
		return this.agents.hashCode() + this.serials.hashCode() + this.fingerprints.hashCode();
	}

	@Override
	public String toString() {
		return "DenyList" + entries();
	}

	/** Collects a list; not thread-safe. */
	public static final class Builder {

		private final Set<UUID> agents = new HashSet<>();

		private final Set<BigInteger> serials = new HashSet<>();

		private final Set<String> fingerprints = new HashSet<>();

		private Builder() {
		}

		/**
		 * Denies an agent.
		 * @param agentId its id
		 * @return this builder
		 */
		public Builder agent(UUID agentId) {
			this.agents.add(agentId);
			return this;
		}

		/**
		 * Denies a certificate by its serial number.
		 * @param serial the serial number
		 * @return this builder
		 */
		public Builder serial(BigInteger serial) {
			this.serials.add(serial);
			return this;
		}

		/**
		 * Denies a static key or a certificate by its SHA-256 fingerprint.
		 * @param fingerprint 64 hex digits, with or without "sha256:" before them and
		 * colons between them
		 * @return this builder
		 * @throws IllegalArgumentException if the text is no such fingerprint
		 */
		public Builder fingerprint(String fingerprint) {
			String lower = fingerprint.strip().toLowerCase(Locale.ROOT);
			String hex = (lower.startsWith("sha256:") ? lower.substring("sha256:".length()) : lower).replace(":", "");
			if (!hex.matches("[0-9a-f]{64}")) {
				throw new IllegalArgumentException("'" + fingerprint
						+ "' is no fingerprint. Give 64 hex digits, as 'mxp identity show' prints them.");
			}
			this.fingerprints.add("sha256:" + hex);
			return this;
		}

		/**
		 * Adds one entry of a text.
		 * @param entry as {@link DenyList#entries} writes it
		 * @return this builder
		 * @throws IllegalArgumentException if it is of another form
		 */
		public Builder entry(String entry) {
			String[] words = entry.strip().split("\\s+");
			if (words.length != 2) {
				throw new IllegalArgumentException(
						"Write 'agent UUID', 'serial HEX' or 'fingerprint SHA256', not '" + entry + "'.");
			}
			return switch (words[0]) {
				case AGENT -> agent(agentId(words[1]));
				case SERIAL -> serial(serialNumber(words[1]));
				case FINGERPRINT -> fingerprint(words[1]);
				default -> throw new IllegalArgumentException(
						"'" + words[0] + "' is none of 'agent', 'serial' and 'fingerprint'.");
			};
		}

		/**
		 * Adds all entries of another list.
		 * @param list the list
		 * @return this builder
		 */
		public Builder add(DenyList list) {
			this.agents.addAll(list.agents);
			this.serials.addAll(list.serials);
			this.fingerprints.addAll(list.fingerprints);
			return this;
		}

		/**
		 * Builds the list.
		 * @return the list
		 */
		public DenyList build() {
			return new DenyList(this);
		}

		// The platform's parser also takes shortened groups, which would deny somebody
		// else.
		private static UUID agentId(String text) {
			UUID agentId = UUID.fromString(text);
			if (!agentId.toString().equals(text.toLowerCase(Locale.ROOT))) {
				throw new IllegalArgumentException("'" + text + "' is no UUID.");
			}
			return agentId;
		}

		private static BigInteger serialNumber(String text) {
			try {
				return new BigInteger(text.replace(":", ""), 16);
			}
			catch (NumberFormatException ex) {
				throw new IllegalArgumentException("'" + text + "' is no serial number in hex digits.", ex);
			}
		}

	}

}
