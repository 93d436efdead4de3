/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.MessageType;

/**
 * All handlers, by message type and subject. Filled at start-up, then read by delivery
 * threads.
 */
public final class HandlerRegistry {

	private static final String[] NO_WORDS = {};

	private volatile Map<MessageType, Table> tables = Map.of();

	private volatile ExceptionHandlers exceptionHandlers = ExceptionHandlers.NONE;

	/**
	 * All handlers.
	 * @return by type, the more specific ones first
	 */
	public List<HandlerInfo> handlers() {
		List<HandlerInfo> all = new ArrayList<>();
		this.tables.values().forEach((table) -> {
			table.literals.values().forEach((handler) -> all.add(handler.info()));
			table.patterns.forEach((handler) -> all.add(handler.info()));
		});
		return all;
	}

	/**
	 * How many handlers there are.
	 * @return 0 where the application only makes requests
	 */
	public int size() {
		return this.tables.values().stream().mapToInt((table) -> table.literals.size() + table.patterns.size()).sum();
	}

	/**
	 * Replaces all handlers.
	 * @param handlers the handlers
	 * @param advice what is done with their exceptions
	 * @throws AmbiguousHandlerException where two take the same messages
	 */
	void register(List<HandlerMethodInvoker> handlers, ExceptionHandlers advice) {
		Map<MessageType, Table> built = new EnumMap<>(MessageType.class);
		for (HandlerMethodInvoker handler : handlers) {
			built.computeIfAbsent(handler.definition().type(), (type) -> new Table()).add(handler);
		}
		built.values().forEach(Table::sort);
		this.tables = built;
		this.exceptionHandlers = advice;
	}

	ExceptionHandlers exceptionHandlers() {
		return this.exceptionHandlers;
	}

	@Nullable Match find(MessageType type, @Nullable String subject) {
		Table table = this.tables.get(type);
		return (table != null) ? table.find(subject) : null;
	}

	/**
	 * A handler that takes a message.
	 *
	 * @param handler the handler
	 * @param variables words of the subject by the names in the pattern
	 */
	record Match(HandlerMethodInvoker handler, Map<String, String> variables) {
	}

	/** The handlers of one type. */
	private static final class Table {

		private final Map<String, HandlerMethodInvoker> literals = new HashMap<>();

		private final List<HandlerMethodInvoker> patterns = new ArrayList<>();

		void add(HandlerMethodInvoker handler) {
			SubjectPattern pattern = handler.definition().pattern();
			if (pattern.isLiteral()) {
				HandlerMethodInvoker other = this.literals.putIfAbsent(pattern.toString(), handler);
				if (other != null) {
					throw new AmbiguousHandlerException(other.definition(), handler.definition());
				}
				return;
			}
			for (HandlerMethodInvoker other : this.patterns) {
				if (SubjectPattern.compare(other.definition().pattern(), pattern) == 0) {
					throw new AmbiguousHandlerException(other.definition(), handler.definition());
				}
			}
			this.patterns.add(handler);
		}

		void sort() {
			this.patterns.sort((first, second) -> SubjectPattern.compare(first.definition().pattern(),
					second.definition().pattern()));
		}

		@Nullable Match find(@Nullable String subject) {
			if (subject != null) {
				HandlerMethodInvoker literal = this.literals.get(subject);
				if (literal != null) {
					return new Match(literal, Map.of());
				}
			}
			if (this.patterns.isEmpty()) {
				return null;
			}
			String[] words = (subject != null && !subject.isEmpty()) ? subject.split("\\.", -1) : NO_WORDS;
			for (HandlerMethodInvoker handler : this.patterns) {
				Map<String, String> variables = handler.definition().pattern().match(words);
				if (variables != null) {
					return new Match(handler, variables);
				}
			}
			return null;
		}

	}

}
