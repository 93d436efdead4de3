/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A subject, or a pattern of subjects: words with dots between them, where {@code {name}}
 * and {@code *} stand for one word and a final {@code **} for any number of words. The
 * empty pattern takes every subject, and messages without one.
 */
final class SubjectPattern {

	private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*)}");

	private static final int WORD = 0;

	private static final int ANY_WORD = 1;

	private static final int REST = 2;

	private final String text;

	private final String[] words;

	private final int[] kinds;

	private final List<String> variables;

	private SubjectPattern(String text, String[] words, int[] kinds, List<String> variables) {
		this.text = text;
		this.words = words;
		this.kinds = kinds;
		this.variables = variables;
	}

	/**
	 * Reads a pattern.
	 * @throws IllegalArgumentException with a sentence that says what is wrong
	 */
	static SubjectPattern parse(String text) {
		if (text.isEmpty()) {
			return new SubjectPattern(text, new String[] { "**" }, new int[] { REST }, List.of());
		}
		String[] words = text.split("\\.", -1);
		int[] kinds = new int[words.length];
		List<String> variables = new ArrayList<>();
		for (int i = 0; i < words.length; i++) {
			String word = words[i];
			if (word.isEmpty()) {
				throw new IllegalArgumentException("the subject '" + text + "' has an empty word");
			}
			var variable = VARIABLE.matcher(word);
			if (variable.matches()) {
				kinds[i] = ANY_WORD;
				words[i] = variable.group(1);
				variables.add(words[i]);
			}
			else if (word.equals("*")) {
				kinds[i] = ANY_WORD;
				words[i] = "";
			}
			else if (word.equals("**") && i == words.length - 1) {
				kinds[i] = REST;
			}
			else if (word.indexOf('{') >= 0 || word.indexOf('}') >= 0 || word.indexOf('*') >= 0) {
				throw new IllegalArgumentException(
						"'" + word + "' in the subject '" + text + "' is neither a word, {variable}, * nor a final **");
			}
		}
		Set<String> distinct = new HashSet<>(variables);
		if (distinct.size() != variables.size()) {
			throw new IllegalArgumentException("the subject '" + text + "' names a variable twice");
		}
		return new SubjectPattern(text, words, kinds, List.copyOf(variables));
	}

	/** Whether it takes one subject only. */
	boolean isLiteral() {
		for (int kind : this.kinds) {
			if (kind != WORD) {
				return false;
			}
		}
		return true;
	}

	List<String> variables() {
		return this.variables;
	}

	/**
	 * The variables' values where a subject fits.
	 * @param subject the words of a subject
	 * @return null where it does not fit
	 */
	@Nullable Map<String, String> match(String[] subject) {
		int length = this.words.length;
		boolean rest = this.kinds[length - 1] == REST;
		if (rest ? subject.length < length - 1 : subject.length != length) {
			return null;
		}
		Map<String, String> values = this.variables.isEmpty() ? Map.of() : new LinkedHashMap<>();
		for (int i = 0; i < (rest ? length - 1 : length); i++) {
			if (this.kinds[i] == WORD) {
				if (!this.words[i].equals(subject[i])) {
					return null;
				}
			}
			else if (!this.words[i].isEmpty()) {
				values.put(this.words[i], subject[i]);
			}
		}
		return values;
	}

	/**
	 * Orders by how specific patterns are, read from the left; 0 if they take the same
	 * subjects.
	 */
	static int compare(SubjectPattern first, SubjectPattern second) {
		int common = Math.min(first.words.length, second.words.length);
		for (int i = 0; i < common; i++) {
			int byKind = Integer.compare(first.kinds[i], second.kinds[i]);
			if (byKind != 0) {
				return byKind;
			}
			if (first.kinds[i] == WORD && !first.words[i].equals(second.words[i])) {
				return first.words[i].compareTo(second.words[i]);
			}
		}
		return Integer.compare(second.words.length, first.words.length);
	}

	/** As it was written. */
	@Override
	public String toString() {
		return this.text;
	}

}
