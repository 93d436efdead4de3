/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A Noise handshake pattern: who knows whose static key before, and the tokens of each
 * message (Noise revision 34, §7 and §9).
 *
 * @param name the name with its modifiers, such as {@code NKpsk0}
 * @param responderKnown whether the initiator knows the responder's static key before
 * @param messages the tokens of each message; the initiator writes the first
 */
// SPEC handshake.md#patterns
record NoisePattern(String name, boolean responderKnown, List<List<Token>> messages) {

	/** What a party does at one place of a message. */
	enum Token {

		E, S, EE, ES, SE, SS, PSK

	}

	private static final Map<String, NoisePattern> BASE = Map.of(
			// initiator's static key is sent at once
			"IK",
			new NoisePattern("IK", true,
					List.of(List.of(Token.E, Token.ES, Token.S, Token.SS), List.of(Token.E, Token.EE, Token.SE))),
			// initiator is anonymous
			"NK", new NoisePattern("NK", true, List.of(List.of(Token.E, Token.ES), List.of(Token.E, Token.EE))),
			// both learn each other's key
			"XX",
			new NoisePattern("XX", false,
					List.of(List.of(Token.E), List.of(Token.E, Token.EE, Token.S, Token.ES),
							List.of(Token.S, Token.SE))),
			// anonymous initiator learns the responder's key
			"NX",
			new NoisePattern("NX", false, List.of(List.of(Token.E), List.of(Token.E, Token.EE, Token.S, Token.ES))));

	/**
	 * The pattern of a name.
	 * @return {@code null} where no such pattern is known here
	 */
	static @Nullable NoisePattern parse(String name) {
		int modifiers = name.indexOf("psk");
		NoisePattern base = BASE.get((modifiers < 0) ? name : name.substring(0, modifiers));
		if (base == null || modifiers < 0) {
			return base;
		}
		List<List<Token>> messages = new ArrayList<>(base.messages);
		for (String modifier : name.substring(modifiers).split("\\+")) {
			if (!modifier.matches("psk[0-9]")) {
				return null;
			}
			int place = modifier.charAt(3) - '0';
			if (place > messages.size()) {
				return null;
			}
			int message = Math.max(place - 1, 0);
			List<Token> tokens = new ArrayList<>(messages.get(message));
			tokens.add((place == 0) ? 0 : tokens.size(), Token.PSK);
			messages.set(message, List.copyOf(tokens));
		}
		return new NoisePattern(name, base.responderKnown, List.copyOf(messages));
	}

	boolean usesPsk() {
		return uses(Token.PSK);
	}

	/** Whether a party sends its static key or, for the responder, had sent it before. */
	boolean needsStaticKey(boolean initiator) {
		if (!initiator && this.responderKnown) {
			return true;
		}
		for (int i = initiator ? 0 : 1; i < this.messages.size(); i += 2) {
			if (this.messages.get(i).contains(Token.S)) {
				return true;
			}
		}
		return false;
	}

	private boolean uses(Token token) {
		return this.messages.stream().anyMatch((tokens) -> tokens.contains(token));
	}

}
