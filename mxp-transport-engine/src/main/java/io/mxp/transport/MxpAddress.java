/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Where an agent listens: {@code mxp://host:port/agent-id}. The port is 9000 where none
 * is given, an IPv6 address stands in brackets, the agent id (a UUID) may be left out.
 * {@link #toString()} writes the port always, and {@link #parse(String)} reads it back to
 * an equal address. Nothing is resolved.
 *
 * @param host a DNS name, an IPv4 address, or an IPv6 address without its brackets; kept
 * in lower case
 * @param port the UDP port, 1 to 65535
 * @param agentId the agent at that place, or null for whichever answers
 */
public record MxpAddress(String host, int port, @Nullable UUID agentId) {

	/** The scheme of the address, without the colon. */
	public static final String SCHEME = "mxp";

	/** The UDP port where none is given. */
	public static final int DEFAULT_PORT = 9000;

	private static final String PREFIX = SCHEME + "://";

	private static final int MAX_NAME_LENGTH = 253;

	private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");

	private static final Pattern NUMBER = Pattern.compile("[0-9]+");

	private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");

	private static final Pattern HEX_GROUP = Pattern.compile("[0-9a-f]{1,4}");

	private static final Pattern ZONE = Pattern.compile("[A-Za-z0-9_.~-]{1,64}");

	private static final Pattern UUID_TEXT = Pattern
		.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

	/**
	 * Checks the parts.
	 * @throws IllegalArgumentException if the host is neither a name nor an address, or
	 * the port is out of range
	 */
	public MxpAddress {
		host = checkedHost(host, host);
		if (port < 1 || port > 0xFFFF) {
			throw new IllegalArgumentException("port " + port + " is not within 1 to 65535");
		}
	}

	/**
	 * An address without an agent id.
	 * @param host as in the record
	 * @param port as in the record
	 */
	public MxpAddress(String host, int port) {
		this(host, port, null);
	}

	/**
	 * Reads {@code mxp://host[:port][/agent-id]}.
	 * @param text the address
	 * @return the address
	 * @throws IllegalArgumentException with a sentence that names the text and the part
	 * that is wrong
	 */
	// SPEC messages.md#addresses
	public static MxpAddress parse(String text) {
		Objects.requireNonNull(text, "text");
		if (!text.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
			throw wrong(text, "it must begin with " + PREFIX);
		}
		int authorityEnd = text.indexOf('/', PREFIX.length());
		String authority = text.substring(PREFIX.length(), (authorityEnd < 0) ? text.length() : authorityEnd);
		String path = (authorityEnd < 0) ? "" : text.substring(authorityEnd + 1);
		if (authority.isEmpty()) {
			throw wrong(text, "the host is missing");
		}
		if (authority.indexOf('@') >= 0) {
			throw wrong(text, "user information is not supported");
		}
		int hostEnd = hostEnd(text, authority);
		boolean bracketed = authority.charAt(0) == '[';
		String host = bracketed ? authority.substring(1, hostEnd - 1) : authority.substring(0, hostEnd);
		if (bracketed != (host.indexOf(':') >= 0)) {
			throw wrong(text, bracketed ? "only an IPv6 address stands in brackets"
					: "an IPv6 address must stand in brackets, as in mxp://[::1]:9000");
		}
		int port = (hostEnd == authority.length()) ? DEFAULT_PORT : port(text, authority.substring(hostEnd + 1));
		return new MxpAddress(checkedHost(text, host), port, agentId(text, path));
	}

	/**
	 * This place with another agent.
	 * @param agentId the agent, or null for none
	 * @return the address
	 */
	public MxpAddress withAgentId(@Nullable UUID agentId) {
		return new MxpAddress(this.host, this.port, agentId);
	}

	/**
	 * Whether the host is an IPv6 address.
	 * @return true if it is
	 */
	public boolean isIpv6() {
		return this.host.indexOf(':') >= 0;
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder(PREFIX);
		if (isIpv6()) {
			text.append('[').append(this.host).append(']');
		}
		else {
			text.append(this.host);
		}
		text.append(':').append(this.port);
		return (this.agentId != null) ? text.append('/').append(this.agentId).toString() : text.toString();
	}

	private static int hostEnd(String text, String authority) {
		if (authority.charAt(0) != '[') {
			int lastColon = authority.lastIndexOf(':');
			if (lastColon != authority.indexOf(':')) {
				throw wrong(text, "an IPv6 address must stand in brackets, as in mxp://[::1]:9000");
			}
			return (lastColon < 0) ? authority.length() : lastColon;
		}
		int end = authority.indexOf(']') + 1;
		if (end == 0) {
			throw wrong(text, "the bracket of the IPv6 address is not closed");
		}
		if (end < authority.length() && authority.charAt(end) != ':') {
			throw wrong(text, "only a port may follow the bracket of the IPv6 address");
		}
		return end;
	}

	private static int port(String text, String digits) {
		int port = (digits.length() <= 5 && NUMBER.matcher(digits).matches()) ? Integer.parseInt(digits) : 0;
		if (port < 1 || port > 0xFFFF) {
			throw wrong(text, "port '" + digits + "' is not a number within 1 to 65535");
		}
		return port;
	}

	private static @Nullable UUID agentId(String text, String path) {
		if (path.isEmpty()) {
			return null;
		}
		if (!UUID_TEXT.matcher(path).matches()) {
			throw wrong(text, "agent id '" + path + "' is not a UUID such as 018f3e6a-7c1b-7d2e-9f10-2a3b4c5d6e7f");
		}
		return UUID.fromString(path);
	}

	private static String checkedHost(String text, String host) {
		if (host.indexOf(':') >= 0) {
			int zone = host.indexOf('%');
			String address = ((zone < 0) ? host : host.substring(0, zone)).toLowerCase(Locale.ROOT);
			if (!isIpv6(address) || (zone >= 0 && !ZONE.matcher(host.substring(zone + 1)).matches())) {
				throw wrong(text, "'" + host + "' is not an IPv6 address");
			}
			return (zone < 0) ? address : address + host.substring(zone);
		}
		String name = host.toLowerCase(Locale.ROOT);
		String[] labels = name.split("\\.", -1);
		boolean numeric = NUMBER.matcher(labels[labels.length - 1]).matches();
		if (numeric ? !isIpv4(labels) : !isName(name, labels)) {
			throw wrong(text, "'" + host + "' is " + (numeric ? "not an IPv4 address"
					: "neither a host name (ASCII" + " letters, digits, hyphens, dots) nor an address"));
		}
		return name;
	}

	private static boolean isName(String name, String[] labels) {
		for (String label : labels) {
			if (!LABEL.matcher(label).matches()) {
				return false;
			}
		}
		return name.length() <= MAX_NAME_LENGTH;
	}

	private static boolean isIpv4(String[] octets) {
		for (String octet : octets) {
			if (!OCTET.matcher(octet).matches() || Integer.parseInt(octet) > 255) {
				return false;
			}
		}
		return octets.length == 4;
	}

	private static boolean isIpv6(String address) {
		int gap = address.indexOf("::");
		if (gap < 0) {
			return groups(address, true) == 8;
		}
		String head = address.substring(0, gap);
		String tail = address.substring(gap + 2);
		int before = head.isEmpty() ? 0 : groups(head, false);
		int after = tail.isEmpty() ? 0 : groups(tail, true);
		return before >= 0 && after >= 0 && before + after <= 7;
	}

	/** 16-bit groups of a colon-separated part, or -1 (low enough to spoil any sum). */
	private static int groups(String part, boolean mayEndInIpv4) {
		String[] groups = part.split(":", -1);
		int count = groups.length;
		for (int i = 0; i < groups.length; i++) {
			if (!HEX_GROUP.matcher(groups[i]).matches()) {
				boolean ipv4 = mayEndInIpv4 && i == groups.length - 1 && isIpv4(groups[i].split("\\.", -1));
				if (!ipv4) {
					return -1;
				}
				count++;
			}
		}
		return count;
	}

	private static IllegalArgumentException wrong(String text, String reason) {
		return new IllegalArgumentException("'" + text + "' is not an MXP address: " + reason);
	}

}
