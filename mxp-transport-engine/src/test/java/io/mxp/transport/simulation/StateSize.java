/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

import io.mxp.transport.endpoint.Endpoint;

/**
 * How much an endpoint keeps: every object, array, collection entry that can be reached
 * from it, in bytes by a simple rule (16 for an object and 8 for each of its fields,
 * arrays by their length). It counts what our own classes keep, not what the JDK's do
 * inside, so that it is the same on every machine.
 */
final class StateSize {

	private static final String OURS = "io.mxp.transport.";

	private static final String SIMULATION = "io.mxp.transport.simulation.";

	private static final int HEAD_BYTES = 16;

	private static final int FIELD_BYTES = 8;

	private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

	private final ArrayDeque<Object> open = new ArrayDeque<>();

	private long bytes;

	private StateSize() {
	}

	/** Bytes that the endpoint keeps. */
	static long of(Endpoint endpoint) {
		StateSize size = new StateSize();
		size.reach(endpoint);
		while (!size.open.isEmpty()) {
			size.count(size.open.remove());
		}
		return size.bytes;
	}

	private void reach(Object value) {
		if (value == null || value instanceof Enum || value instanceof Class
				|| value.getClass().getName().startsWith(SIMULATION)) {
			return;
		}
		if (this.seen.add(value)) {
			this.open.add(value);
		}
	}

	private void count(Object value) {
		this.bytes += HEAD_BYTES;
		Class<?> type = value.getClass();
		if (type.isArray()) {
			array(value, type.getComponentType());
		}
		else if (value instanceof Collection<?> collection) {
			collection.forEach(this::entry);
		}
		else if (value instanceof Map<?, ?> map) {
			map.forEach((key, element) -> {
				entry(key);
				entry(element);
			});
		}
		else if (type.getName().startsWith(OURS)) {
			fields(value, type);
		}
	}

	private void entry(Object element) {
		this.bytes += FIELD_BYTES;
		reach(element);
	}

	private void array(Object array, Class<?> component) {
		int length = Array.getLength(array);
		if (component.isPrimitive()) {
			int width = (component == byte.class || component == boolean.class) ? 1 : FIELD_BYTES;
			this.bytes += (long) length * width;
			return;
		}
		for (Object element : (Object[]) array) {
			entry(element);
		}
	}

	private void fields(Object value, Class<?> type) {
		for (Class<?> at = type; at != null && at.getName().startsWith(OURS); at = at.getSuperclass()) {
			for (Field field : at.getDeclaredFields()) {
				if (!Modifier.isStatic(field.getModifiers())) {
					this.bytes += FIELD_BYTES;
					if (!field.getType().isPrimitive()) {
						reach(read(field, value));
					}
				}
			}
		}
	}

	private static Object read(Field field, Object value) {
		try {
			field.setAccessible(true);
			return field.get(value);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException("our own fields can be read", ex);
		}
	}

}
