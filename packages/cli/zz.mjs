var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));

// node_modules/@foxglove/crc/dist/cjs/src/index.js
var require_src = __commonJS({
  "node_modules/@foxglove/crc/dist/cjs/src/index.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.crc32 = exports.crc32Final = exports.crc32Update = exports.crc32Init = exports.crc32GenerateTables = void 0;
    function crc32GenerateTables({ polynomial, numTables }) {
      const table = new Uint32Array(256 * numTables);
      for (let i = 0; i < 256; i++) {
        let r2 = i;
        r2 = (r2 & 1) * polynomial ^ r2 >>> 1;
        r2 = (r2 & 1) * polynomial ^ r2 >>> 1;
        r2 = (r2 & 1) * polynomial ^ r2 >>> 1;
        r2 = (r2 & 1) * polynomial ^ r2 >>> 1;
        r2 = (r2 & 1) * polynomial ^ r2 >>> 1;
        r2 = (r2 & 1) * polynomial ^ r2 >>> 1;
        r2 = (r2 & 1) * polynomial ^ r2 >>> 1;
        r2 = (r2 & 1) * polynomial ^ r2 >>> 1;
        table[i] = r2;
      }
      for (let i = 256; i < table.length; i++) {
        const value = table[i - 256];
        table[i] = table[value & 255] ^ value >>> 8;
      }
      return table;
    }
    exports.crc32GenerateTables = crc32GenerateTables;
    var CRC32_TABLE = crc32GenerateTables({ polynomial: 3988292384, numTables: 8 });
    function crc32Init3() {
      return ~0;
    }
    exports.crc32Init = crc32Init3;
    function crc32Update3(prev, data) {
      const byteLength = data.byteLength;
      const view = new DataView(data.buffer, data.byteOffset, byteLength);
      let r2 = prev;
      let offset = 0;
      const toAlign = -view.byteOffset & 3;
      for (; offset < toAlign && offset < byteLength; offset++) {
        r2 = CRC32_TABLE[(r2 ^ view.getUint8(offset)) & 255] ^ r2 >>> 8;
      }
      if (offset === byteLength) {
        return r2;
      }
      offset = toAlign;
      let remainingBytes = byteLength - offset;
      for (; remainingBytes >= 8; offset += 8, remainingBytes -= 8) {
        r2 ^= view.getUint32(offset, true);
        const r22 = view.getUint32(offset + 4, true);
        r2 = CRC32_TABLE[0 * 256 + (r22 >>> 24 & 255)] ^ CRC32_TABLE[1 * 256 + (r22 >>> 16 & 255)] ^ CRC32_TABLE[2 * 256 + (r22 >>> 8 & 255)] ^ CRC32_TABLE[3 * 256 + (r22 >>> 0 & 255)] ^ CRC32_TABLE[4 * 256 + (r2 >>> 24 & 255)] ^ CRC32_TABLE[5 * 256 + (r2 >>> 16 & 255)] ^ CRC32_TABLE[6 * 256 + (r2 >>> 8 & 255)] ^ CRC32_TABLE[7 * 256 + (r2 >>> 0 & 255)];
      }
      for (let i = offset; i < byteLength; i++) {
        r2 = CRC32_TABLE[(r2 ^ view.getUint8(i)) & 255] ^ r2 >>> 8;
      }
      return r2;
    }
    exports.crc32Update = crc32Update3;
    function crc32Final3(prev) {
      return (prev ^ ~0) >>> 0;
    }
    exports.crc32Final = crc32Final3;
    function crc327(data) {
      return crc32Final3(crc32Update3(crc32Init3(), data));
    }
    exports.crc32 = crc327;
  }
});

// node_modules/heap-js/dist/heap-js.umd.js
var require_heap_js_umd = __commonJS({
  "node_modules/heap-js/dist/heap-js.umd.js"(exports, module) {
    (function(global, factory) {
      typeof exports === "object" && typeof module !== "undefined" ? factory(exports) : typeof define === "function" && define.amd ? define(["exports"], factory) : (global = typeof globalThis !== "undefined" ? globalThis : global || self, factory(global.heap = {}));
    })(exports, (function(exports2) {
      "use strict";
      var __awaiter = function(thisArg, _arguments, P, generator) {
        function adopt(value) {
          return value instanceof P ? value : new P(function(resolve) {
            resolve(value);
          });
        }
        return new (P || (P = Promise))(function(resolve, reject) {
          function fulfilled(value) {
            try {
              step2(generator.next(value));
            } catch (e) {
              reject(e);
            }
          }
          function rejected(value) {
            try {
              step2(generator["throw"](value));
            } catch (e) {
              reject(e);
            }
          }
          function step2(result) {
            result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
          }
          step2((generator = generator.apply(thisArg, _arguments || [])).next());
        });
      };
      var __generator$1 = function(thisArg, body) {
        var _ = { label: 0, sent: function() {
          if (t[0] & 1) throw t[1];
          return t[1];
        }, trys: [], ops: [] }, f, y, t, g2 = Object.create((typeof Iterator === "function" ? Iterator : Object).prototype);
        return g2.next = verb(0), g2["throw"] = verb(1), g2["return"] = verb(2), typeof Symbol === "function" && (g2[Symbol.iterator] = function() {
          return this;
        }), g2;
        function verb(n) {
          return function(v) {
            return step2([n, v]);
          };
        }
        function step2(op) {
          if (f) throw new TypeError("Generator is already executing.");
          while (g2 && (g2 = 0, op[0] && (_ = 0)), _) try {
            if (f = 1, y && (t = op[0] & 2 ? y["return"] : op[0] ? y["throw"] || ((t = y["return"]) && t.call(y), 0) : y.next) && !(t = t.call(y, op[1])).done) return t;
            if (y = 0, t) op = [op[0] & 2, t.value];
            switch (op[0]) {
              case 0:
              case 1:
                t = op;
                break;
              case 4:
                _.label++;
                return { value: op[1], done: false };
              case 5:
                _.label++;
                y = op[1];
                op = [0];
                continue;
              case 7:
                op = _.ops.pop();
                _.trys.pop();
                continue;
              default:
                if (!(t = _.trys, t = t.length > 0 && t[t.length - 1]) && (op[0] === 6 || op[0] === 2)) {
                  _ = 0;
                  continue;
                }
                if (op[0] === 3 && (!t || op[1] > t[0] && op[1] < t[3])) {
                  _.label = op[1];
                  break;
                }
                if (op[0] === 6 && _.label < t[1]) {
                  _.label = t[1];
                  t = op;
                  break;
                }
                if (t && _.label < t[2]) {
                  _.label = t[2];
                  _.ops.push(op);
                  break;
                }
                if (t[2]) _.ops.pop();
                _.trys.pop();
                continue;
            }
            op = body.call(thisArg, _);
          } catch (e) {
            op = [6, e];
            y = 0;
          } finally {
            f = t = 0;
          }
          if (op[0] & 5) throw op[1];
          return { value: op[0] ? op[1] : void 0, done: true };
        }
      };
      var __read$1 = function(o, n) {
        var m = typeof Symbol === "function" && o[Symbol.iterator];
        if (!m) return o;
        var i = m.call(o), r2, ar = [], e;
        try {
          while ((n === void 0 || n-- > 0) && !(r2 = i.next()).done) ar.push(r2.value);
        } catch (error) {
          e = { error };
        } finally {
          try {
            if (r2 && !r2.done && (m = i["return"])) m.call(i);
          } finally {
            if (e) throw e.error;
          }
        }
        return ar;
      };
      var __spreadArray$1 = function(to, from, pack) {
        if (pack || arguments.length === 2) for (var i = 0, l = from.length, ar; i < l; i++) {
          if (ar || !(i in from)) {
            if (!ar) ar = Array.prototype.slice.call(from, 0, i);
            ar[i] = from[i];
          }
        }
        return to.concat(ar || Array.prototype.slice.call(from));
      };
      var __values = function(o) {
        var s = typeof Symbol === "function" && Symbol.iterator, m = s && o[s], i = 0;
        if (m) return m.call(o);
        if (o && typeof o.length === "number") return {
          next: function() {
            if (o && i >= o.length) o = void 0;
            return { value: o && o[i++], done: !o };
          }
        };
        throw new TypeError(s ? "Object is not iterable." : "Symbol.iterator is not defined.");
      };
      var HeapAsync = (
        /** @class */
        (function() {
          function HeapAsync2(compare) {
            if (compare === void 0) {
              compare = HeapAsync2.minComparator;
            }
            var _this = this;
            this.compare = compare;
            this.heapArray = [];
            this._limit = 0;
            this.offer = this.add;
            this.element = this.peek;
            this.poll = this.pop;
            this._invertedCompare = function(a2, b2) {
              return _this.compare(a2, b2).then(function(res) {
                return -1 * res;
              });
            };
          }
          HeapAsync2.getChildrenIndexOf = function(idx) {
            return [idx * 2 + 1, idx * 2 + 2];
          };
          HeapAsync2.getParentIndexOf = function(idx) {
            if (idx <= 0) {
              return -1;
            }
            var whichChildren = idx % 2 ? 1 : 2;
            return Math.floor((idx - whichChildren) / 2);
          };
          HeapAsync2.getSiblingIndexOf = function(idx) {
            if (idx <= 0) {
              return -1;
            }
            var whichChildren = idx % 2 ? 1 : -1;
            return idx + whichChildren;
          };
          HeapAsync2.minComparator = function(a2, b2) {
            return __awaiter(this, void 0, void 0, function() {
              return __generator$1(this, function(_a) {
                if (a2 > b2) {
                  return [2, 1];
                } else if (a2 < b2) {
                  return [2, -1];
                } else {
                  return [2, 0];
                }
              });
            });
          };
          HeapAsync2.maxComparator = function(a2, b2) {
            return __awaiter(this, void 0, void 0, function() {
              return __generator$1(this, function(_a) {
                if (b2 > a2) {
                  return [2, 1];
                } else if (b2 < a2) {
                  return [2, -1];
                } else {
                  return [2, 0];
                }
              });
            });
          };
          HeapAsync2.minComparatorNumber = function(a2, b2) {
            return __awaiter(this, void 0, void 0, function() {
              return __generator$1(this, function(_a) {
                return [2, a2 - b2];
              });
            });
          };
          HeapAsync2.maxComparatorNumber = function(a2, b2) {
            return __awaiter(this, void 0, void 0, function() {
              return __generator$1(this, function(_a) {
                return [2, b2 - a2];
              });
            });
          };
          HeapAsync2.defaultIsEqual = function(a2, b2) {
            return __awaiter(this, void 0, void 0, function() {
              return __generator$1(this, function(_a) {
                return [2, a2 === b2];
              });
            });
          };
          HeapAsync2.print = function(heap) {
            function deep(i2) {
              var pi = HeapAsync2.getParentIndexOf(i2);
              return Math.floor(Math.log2(pi + 1));
            }
            function repeat(str, times) {
              var out2 = "";
              for (; times > 0; --times) {
                out2 += str;
              }
              return out2;
            }
            var node = 0;
            var lines = [];
            var maxLines = deep(heap.length - 1) + 2;
            var maxLength = 0;
            while (node < heap.length) {
              var i = deep(node) + 1;
              if (node === 0) {
                i = 0;
              }
              var nodeText = String(heap.get(node));
              if (nodeText.length > maxLength) {
                maxLength = nodeText.length;
              }
              lines[i] = lines[i] || [];
              lines[i].push(nodeText);
              node += 1;
            }
            return lines.map(function(line, i2) {
              var times = Math.pow(2, maxLines - i2) - 1;
              return repeat(" ", Math.floor(times / 2) * maxLength) + line.map(function(el) {
                var half = (maxLength - el.length) / 2;
                return repeat(" ", Math.ceil(half)) + el + repeat(" ", Math.floor(half));
              }).join(repeat(" ", times * maxLength));
            }).join("\n");
          };
          HeapAsync2.heapify = function(arr, compare) {
            return __awaiter(this, void 0, void 0, function() {
              var heap;
              return __generator$1(this, function(_a) {
                switch (_a.label) {
                  case 0:
                    heap = new HeapAsync2(compare);
                    heap.heapArray = arr;
                    return [4, heap.init()];
                  case 1:
                    _a.sent();
                    return [2, heap];
                }
              });
            });
          };
          HeapAsync2.heappop = function(heapArr, compare) {
            var heap = new HeapAsync2(compare);
            heap.heapArray = heapArr;
            return heap.pop();
          };
          HeapAsync2.heappush = function(heapArr, item, compare) {
            return __awaiter(this, void 0, void 0, function() {
              var heap;
              return __generator$1(this, function(_a) {
                switch (_a.label) {
                  case 0:
                    heap = new HeapAsync2(compare);
                    heap.heapArray = heapArr;
                    return [4, heap.push(item)];
                  case 1:
                    _a.sent();
                    return [
                      2
                      /*return*/
                    ];
                }
              });
            });
          };
          HeapAsync2.heappushpop = function(heapArr, item, compare) {
            var heap = new HeapAsync2(compare);
            heap.heapArray = heapArr;
            return heap.pushpop(item);
          };
          HeapAsync2.heapreplace = function(heapArr, item, compare) {
            var heap = new HeapAsync2(compare);
            heap.heapArray = heapArr;
            return heap.replace(item);
          };
          HeapAsync2.heaptop = function(heapArr, n, compare) {
            if (n === void 0) {
              n = 1;
            }
            var heap = new HeapAsync2(compare);
            heap.heapArray = heapArr;
            return heap.top(n);
          };
          HeapAsync2.heapbottom = function(heapArr, n, compare) {
            if (n === void 0) {
              n = 1;
            }
            var heap = new HeapAsync2(compare);
            heap.heapArray = heapArr;
            return heap.bottom(n);
          };
          HeapAsync2.nlargest = function(n, iterable, compare) {
            return __awaiter(this, void 0, void 0, function() {
              var heap;
              return __generator$1(this, function(_a) {
                switch (_a.label) {
                  case 0:
                    heap = new HeapAsync2(compare);
                    heap.heapArray = __spreadArray$1([], __read$1(iterable), false);
                    return [4, heap.init()];
                  case 1:
                    _a.sent();
                    return [2, heap.top(n)];
                }
              });
            });
          };
          HeapAsync2.nsmallest = function(n, iterable, compare) {
            return __awaiter(this, void 0, void 0, function() {
              var heap;
              return __generator$1(this, function(_a) {
                switch (_a.label) {
                  case 0:
                    heap = new HeapAsync2(compare);
                    heap.heapArray = __spreadArray$1([], __read$1(iterable), false);
                    return [4, heap.init()];
                  case 1:
                    _a.sent();
                    return [2, heap.bottom(n)];
                }
              });
            });
          };
          HeapAsync2.prototype.add = function(element) {
            return __awaiter(this, void 0, void 0, function() {
              return __generator$1(this, function(_a) {
                switch (_a.label) {
                  case 0:
                    return [4, this._sortNodeUp(this.heapArray.push(element) - 1)];
                  case 1:
                    _a.sent();
                    this._applyLimit();
                    return [2, true];
                }
              });
            });
          };
          HeapAsync2.prototype.addAll = function(elements) {
            return __awaiter(this, void 0, void 0, function() {
              var i, l;
              var _a;
              return __generator$1(this, function(_b) {
                switch (_b.label) {
                  case 0:
                    i = this.length;
                    (_a = this.heapArray).push.apply(_a, __spreadArray$1([], __read$1(elements), false));
                    l = this.length;
                    _b.label = 1;
                  case 1:
                    if (!(i < l)) return [3, 4];
                    return [4, this._sortNodeUp(i)];
                  case 2:
                    _b.sent();
                    _b.label = 3;
                  case 3:
                    ++i;
                    return [3, 1];
                  case 4:
                    this._applyLimit();
                    return [2, true];
                }
              });
            });
          };
          HeapAsync2.prototype.bottom = function() {
            return __awaiter(this, arguments, void 0, function(n) {
              if (n === void 0) {
                n = 1;
              }
              return __generator$1(this, function(_a) {
                if (this.heapArray.length === 0 || n <= 0) {
                  return [2, []];
                } else if (this.heapArray.length === 1) {
                  return [2, [this.heapArray[0]]];
                } else if (n >= this.heapArray.length) {
                  return [2, __spreadArray$1([], __read$1(this.heapArray), false)];
                } else {
                  return [2, this._bottomN_push(~~n)];
                }
              });
            });
          };
          HeapAsync2.prototype.check = function() {
            return __awaiter(this, void 0, void 0, function() {
              var j, el, children, children_1, children_1_1, ch, e_1_1;
              var e_1, _a;
              return __generator$1(this, function(_b) {
                switch (_b.label) {
                  case 0:
                    j = 0;
                    _b.label = 1;
                  case 1:
                    if (!(j < this.heapArray.length)) return [3, 10];
                    el = this.heapArray[j];
                    children = this.getChildrenOf(j);
                    _b.label = 2;
                  case 2:
                    _b.trys.push([2, 7, 8, 9]);
                    children_1 = (e_1 = void 0, __values(children)), children_1_1 = children_1.next();
                    _b.label = 3;
                  case 3:
                    if (!!children_1_1.done) return [3, 6];
                    ch = children_1_1.value;
                    return [4, this.compare(el, ch)];
                  case 4:
                    if (_b.sent() > 0) {
                      return [2, el];
                    }
                    _b.label = 5;
                  case 5:
                    children_1_1 = children_1.next();
                    return [3, 3];
                  case 6:
                    return [3, 9];
                  case 7:
                    e_1_1 = _b.sent();
                    e_1 = { error: e_1_1 };
                    return [3, 9];
                  case 8:
                    try {
                      if (children_1_1 && !children_1_1.done && (_a = children_1.return)) _a.call(children_1);
                    } finally {
                      if (e_1) throw e_1.error;
                    }
                    return [
                      7
                      /*endfinally*/
                    ];
                  case 9:
                    ++j;
                    return [3, 1];
                  case 10:
                    return [
                      2
                      /*return*/
                    ];
                }
              });
            });
          };
          HeapAsync2.prototype.clear = function() {
            this.heapArray = [];
          };
          HeapAsync2.prototype.clone = function() {
            var cloned = new HeapAsync2(this.comparator());
            cloned.heapArray = this.toArray();
            cloned._limit = this._limit;
            return cloned;
          };
          HeapAsync2.prototype.comparator = function() {
            return this.compare;
          };
          HeapAsync2.prototype.contains = function(o_1) {
            return __awaiter(this, arguments, void 0, function(o, fn) {
              var _a, _b, el, e_2_1;
              var e_2, _c;
              if (fn === void 0) {
                fn = HeapAsync2.defaultIsEqual;
              }
              return __generator$1(this, function(_d) {
                switch (_d.label) {
                  case 0:
                    _d.trys.push([0, 5, 6, 7]);
                    _a = __values(this.heapArray), _b = _a.next();
                    _d.label = 1;
                  case 1:
                    if (!!_b.done) return [3, 4];
                    el = _b.value;
                    return [4, fn(el, o)];
                  case 2:
                    if (_d.sent()) {
                      return [2, true];
                    }
                    _d.label = 3;
                  case 3:
                    _b = _a.next();
                    return [3, 1];
                  case 4:
                    return [3, 7];
                  case 5:
                    e_2_1 = _d.sent();
                    e_2 = { error: e_2_1 };
                    return [3, 7];
                  case 6:
                    try {
                      if (_b && !_b.done && (_c = _a.return)) _c.call(_a);
                    } finally {
                      if (e_2) throw e_2.error;
                    }
                    return [
                      7
                      /*endfinally*/
                    ];
                  case 7:
                    return [2, false];
                }
              });
            });
          };
          HeapAsync2.prototype.init = function(array) {
            return __awaiter(this, void 0, void 0, function() {
              var i;
              return __generator$1(this, function(_a) {
                switch (_a.label) {
                  case 0:
                    if (array) {
                      this.heapArray = __spreadArray$1([], __read$1(array), false);
                    }
                    i = HeapAsync2.getParentIndexOf(this.length - 1);
                    _a.label = 1;
                  case 1:
                    if (!(i >= 0)) return [3, 4];
                    return [4, this._sortNodeDown(i)];
                  case 2:
                    _a.sent();
                    _a.label = 3;
                  case 3:
                    --i;
                    return [3, 1];
                  case 4:
                    this._applyLimit();
                    return [
                      2
                      /*return*/
                    ];
                }
              });
            });
          };
          HeapAsync2.prototype.isEmpty = function() {
            return this.length === 0;
          };
          HeapAsync2.prototype.leafs = function() {
            if (this.heapArray.length === 0) {
              return [];
            }
            var pi = HeapAsync2.getParentIndexOf(this.heapArray.length - 1);
            return this.heapArray.slice(pi + 1);
          };
          Object.defineProperty(HeapAsync2.prototype, "length", {
            /**
             * Length of the heap.
             * @return {Number}
             */
            get: function() {
              return this.heapArray.length;
            },
            enumerable: false,
            configurable: true
          });
          Object.defineProperty(HeapAsync2.prototype, "limit", {
            /**
             * Get length limit of the heap.
             * @return {Number}
             */
            get: function() {
              return this._limit;
            },
            /**
             * Set length limit of the heap.
             * @return {Number}
             */
            set: function(_l) {
              this._limit = ~~_l;
              this._applyLimit();
            },
            enumerable: false,
            configurable: true
          });
          HeapAsync2.prototype.peek = function() {
            return this.heapArray[0];
          };
          HeapAsync2.prototype.pop = function() {
            return __awaiter(this, void 0, void 0, function() {
              var last;
              return __generator$1(this, function(_a) {
                last = this.heapArray.pop();
                if (this.length > 0 && last !== void 0) {
                  return [2, this.replace(last)];
                }
                return [2, last];
              });
            });
          };
          HeapAsync2.prototype.push = function() {
            var elements = [];
            for (var _i = 0; _i < arguments.length; _i++) {
              elements[_i] = arguments[_i];
            }
            return __awaiter(this, void 0, void 0, function() {
              return __generator$1(this, function(_a) {
                if (elements.length < 1) {
                  return [2, false];
                } else if (elements.length === 1) {
                  return [2, this.add(elements[0])];
                } else {
                  return [2, this.addAll(elements)];
                }
              });
            });
          };
          HeapAsync2.prototype.pushpop = function(element) {
            return __awaiter(this, void 0, void 0, function() {
              var _a;
              return __generator$1(this, function(_b) {
                switch (_b.label) {
                  case 0:
                    return [4, this.compare(this.heapArray[0], element)];
                  case 1:
                    if (!(_b.sent() < 0)) return [3, 3];
                    _a = __read$1([this.heapArray[0], element], 2), element = _a[0], this.heapArray[0] = _a[1];
                    return [4, this._sortNodeDown(0)];
                  case 2:
                    _b.sent();
                    _b.label = 3;
                  case 3:
                    return [2, element];
                }
              });
            });
          };
          HeapAsync2.prototype.remove = function(o_1) {
            return __awaiter(this, arguments, void 0, function(o, fn) {
              var queue, idx, children;
              var _this = this;
              if (fn === void 0) {
                fn = HeapAsync2.defaultIsEqual;
              }
              return __generator$1(this, function(_a) {
                switch (_a.label) {
                  case 0:
                    if (!this.heapArray.length)
                      return [2, false];
                    if (!(o === void 0)) return [3, 2];
                    return [4, this.pop()];
                  case 1:
                    _a.sent();
                    return [2, true];
                  case 2:
                    queue = [0];
                    _a.label = 3;
                  case 3:
                    if (!queue.length) return [3, 13];
                    idx = queue.shift();
                    return [4, fn(this.heapArray[idx], o)];
                  case 4:
                    if (!_a.sent()) return [3, 11];
                    if (!(idx === 0)) return [3, 6];
                    return [4, this.pop()];
                  case 5:
                    _a.sent();
                    return [3, 10];
                  case 6:
                    if (!(idx === this.heapArray.length - 1)) return [3, 7];
                    this.heapArray.pop();
                    return [3, 10];
                  case 7:
                    this.heapArray.splice(idx, 1, this.heapArray.pop());
                    return [4, this._sortNodeUp(idx)];
                  case 8:
                    _a.sent();
                    return [4, this._sortNodeDown(idx)];
                  case 9:
                    _a.sent();
                    _a.label = 10;
                  case 10:
                    return [2, true];
                  case 11:
                    children = HeapAsync2.getChildrenIndexOf(idx).filter(function(c) {
                      return c < _this.heapArray.length;
                    });
                    queue.push.apply(queue, __spreadArray$1([], __read$1(children), false));
                    _a.label = 12;
                  case 12:
                    return [3, 3];
                  case 13:
                    return [2, false];
                }
              });
            });
          };
          HeapAsync2.prototype.replace = function(element) {
            return __awaiter(this, void 0, void 0, function() {
              var peek;
              return __generator$1(this, function(_a) {
                switch (_a.label) {
                  case 0:
                    peek = this.heapArray[0];
                    this.heapArray[0] = element;
                    return [4, this._sortNodeDown(0)];
                  case 1:
                    _a.sent();
                    return [2, peek];
                }
              });
            });
          };
          HeapAsync2.prototype.size = function() {
            return this.length;
          };
          HeapAsync2.prototype.top = function() {
            return __awaiter(this, arguments, void 0, function(n) {
              if (n === void 0) {
                n = 1;
              }
              return __generator$1(this, function(_a) {
                if (this.heapArray.length === 0 || n <= 0) {
                  return [2, []];
                } else if (this.heapArray.length === 1 || n === 1) {
                  return [2, [this.heapArray[0]]];
                } else if (n >= this.heapArray.length) {
                  return [2, __spreadArray$1([], __read$1(this.heapArray), false)];
                } else {
                  return [2, this._topN_push(~~n)];
                }
              });
            });
          };
          HeapAsync2.prototype.toArray = function() {
            return __spreadArray$1([], __read$1(this.heapArray), false);
          };
          HeapAsync2.prototype.toString = function() {
            return this.heapArray.toString();
          };
          HeapAsync2.prototype.get = function(i) {
            return this.heapArray[i];
          };
          HeapAsync2.prototype.getChildrenOf = function(idx) {
            var _this = this;
            return HeapAsync2.getChildrenIndexOf(idx).map(function(i) {
              return _this.heapArray[i];
            }).filter(function(e) {
              return e !== void 0;
            });
          };
          HeapAsync2.prototype.getParentOf = function(idx) {
            var pi = HeapAsync2.getParentIndexOf(idx);
            return this.heapArray[pi];
          };
          HeapAsync2.prototype[Symbol.iterator] = function() {
            return __generator$1(this, function(_a) {
              switch (_a.label) {
                case 0:
                  if (!this.length) return [3, 2];
                  return [4, this.pop()];
                case 1:
                  _a.sent();
                  return [3, 0];
                case 2:
                  return [
                    2
                    /*return*/
                  ];
              }
            });
          };
          HeapAsync2.prototype.iterator = function() {
            return this;
          };
          HeapAsync2.prototype._applyLimit = function() {
            if (this._limit && this._limit < this.heapArray.length) {
              var rm = this.heapArray.length - this._limit;
              while (rm) {
                this.heapArray.pop();
                --rm;
              }
            }
          };
          HeapAsync2.prototype._bottomN_push = function(n) {
            return __awaiter(this, void 0, void 0, function() {
              var bottomHeap, startAt, parentStartAt, indices, i, arr, i;
              return __generator$1(this, function(_a) {
                switch (_a.label) {
                  case 0:
                    bottomHeap = new HeapAsync2(this.compare);
                    bottomHeap.limit = n;
                    bottomHeap.heapArray = this.heapArray.slice(-n);
                    return [4, bottomHeap.init()];
                  case 1:
                    _a.sent();
                    startAt = this.heapArray.length - 1 - n;
                    parentStartAt = HeapAsync2.getParentIndexOf(startAt);
                    indices = [];
                    for (i = startAt; i > parentStartAt; --i) {
                      indices.push(i);
                    }
                    arr = this.heapArray;
                    _a.label = 2;
                  case 2:
                    if (!indices.length) return [3, 6];
                    i = indices.shift();
                    return [4, this.compare(arr[i], bottomHeap.peek())];
                  case 3:
                    if (!(_a.sent() > 0)) return [3, 5];
                    return [4, bottomHeap.replace(arr[i])];
                  case 4:
                    _a.sent();
                    if (i % 2) {
                      indices.push(HeapAsync2.getParentIndexOf(i));
                    }
                    _a.label = 5;
                  case 5:
                    return [3, 2];
                  case 6:
                    return [2, bottomHeap.toArray()];
                }
              });
            });
          };
          HeapAsync2.prototype._moveNode = function(j, k) {
            var temp = this.heapArray[j];
            this.heapArray[j] = this.heapArray[k];
            this.heapArray[k] = temp;
          };
          HeapAsync2.prototype._sortNodeDown = function(i) {
            return __awaiter(this, void 0, void 0, function() {
              var length, originalIndex, value, left, right, best, _a;
              return __generator$1(this, function(_b) {
                switch (_b.label) {
                  case 0:
                    length = this.heapArray.length;
                    originalIndex = i;
                    value = this.heapArray[i];
                    left = 2 * i + 1;
                    _b.label = 1;
                  case 1:
                    if (!(left < length)) return [3, 5];
                    right = left + 1;
                    _a = right >= length;
                    if (_a) return [3, 3];
                    return [4, this.compare(this.heapArray[left], this.heapArray[right])];
                  case 2:
                    _a = _b.sent() < 0;
                    _b.label = 3;
                  case 3:
                    best = _a ? left : right;
                    return [4, this.compare(this.heapArray[best], value)];
                  case 4:
                    if (_b.sent() < 0) {
                      this.heapArray[i] = this.heapArray[best];
                      i = best;
                      left = 2 * i + 1;
                    } else
                      return [3, 5];
                    return [3, 1];
                  case 5:
                    if (i !== originalIndex) {
                      this.heapArray[i] = value;
                    }
                    return [
                      2
                      /*return*/
                    ];
                }
              });
            });
          };
          HeapAsync2.prototype._sortNodeUp = function(i) {
            return __awaiter(this, void 0, void 0, function() {
              var value, originalIndex, pi;
              return __generator$1(this, function(_a) {
                switch (_a.label) {
                  case 0:
                    value = this.heapArray[i];
                    originalIndex = i;
                    _a.label = 1;
                  case 1:
                    if (!(i > 0)) return [3, 3];
                    pi = HeapAsync2.getParentIndexOf(i);
                    return [4, this.compare(value, this.heapArray[pi])];
                  case 2:
                    if (_a.sent() < 0) {
                      this.heapArray[i] = this.heapArray[pi];
                      i = pi;
                    } else
                      return [3, 3];
                    return [3, 1];
                  case 3:
                    if (i !== originalIndex) {
                      this.heapArray[i] = value;
                    }
                    return [
                      2
                      /*return*/
                    ];
                }
              });
            });
          };
          HeapAsync2.prototype._topN_push = function(n) {
            return __awaiter(this, void 0, void 0, function() {
              var topHeap, indices, arr, i;
              return __generator$1(this, function(_a) {
                switch (_a.label) {
                  case 0:
                    topHeap = new HeapAsync2(this._invertedCompare);
                    topHeap.limit = n;
                    indices = [0];
                    arr = this.heapArray;
                    _a.label = 1;
                  case 1:
                    if (!indices.length) return [3, 7];
                    i = indices.shift();
                    if (!(i < arr.length)) return [3, 6];
                    if (!(topHeap.length < n)) return [3, 3];
                    return [4, topHeap.push(arr[i])];
                  case 2:
                    _a.sent();
                    indices.push.apply(indices, __spreadArray$1([], __read$1(HeapAsync2.getChildrenIndexOf(i)), false));
                    return [3, 6];
                  case 3:
                    return [4, this.compare(arr[i], topHeap.peek())];
                  case 4:
                    if (!(_a.sent() < 0)) return [3, 6];
                    return [4, topHeap.replace(arr[i])];
                  case 5:
                    _a.sent();
                    indices.push.apply(indices, __spreadArray$1([], __read$1(HeapAsync2.getChildrenIndexOf(i)), false));
                    _a.label = 6;
                  case 6:
                    return [3, 1];
                  case 7:
                    return [2, topHeap.toArray()];
                }
              });
            });
          };
          HeapAsync2.prototype._topN_fill = function(n) {
            return __awaiter(this, void 0, void 0, function() {
              var heapArray, topHeap, branch, indices, i, i;
              return __generator$1(this, function(_a) {
                switch (_a.label) {
                  case 0:
                    heapArray = this.heapArray;
                    topHeap = new HeapAsync2(this._invertedCompare);
                    topHeap.limit = n;
                    topHeap.heapArray = heapArray.slice(0, n);
                    return [4, topHeap.init()];
                  case 1:
                    _a.sent();
                    branch = HeapAsync2.getParentIndexOf(n - 1) + 1;
                    indices = [];
                    for (i = branch; i < n; ++i) {
                      indices.push.apply(indices, __spreadArray$1([], __read$1(HeapAsync2.getChildrenIndexOf(i).filter(function(l) {
                        return l < heapArray.length;
                      })), false));
                    }
                    if ((n - 1) % 2) {
                      indices.push(n);
                    }
                    _a.label = 2;
                  case 2:
                    if (!indices.length) return [3, 6];
                    i = indices.shift();
                    if (!(i < heapArray.length)) return [3, 5];
                    return [4, this.compare(heapArray[i], topHeap.peek())];
                  case 3:
                    if (!(_a.sent() < 0)) return [3, 5];
                    return [4, topHeap.replace(heapArray[i])];
                  case 4:
                    _a.sent();
                    indices.push.apply(indices, __spreadArray$1([], __read$1(HeapAsync2.getChildrenIndexOf(i)), false));
                    _a.label = 5;
                  case 5:
                    return [3, 2];
                  case 6:
                    return [2, topHeap.toArray()];
                }
              });
            });
          };
          HeapAsync2.prototype._topN_heap = function(n) {
            return __awaiter(this, void 0, void 0, function() {
              var topHeap, result, i, _a, _b;
              return __generator$1(this, function(_c) {
                switch (_c.label) {
                  case 0:
                    topHeap = this.clone();
                    result = [];
                    i = 0;
                    _c.label = 1;
                  case 1:
                    if (!(i < n)) return [3, 4];
                    _b = (_a = result).push;
                    return [4, topHeap.pop()];
                  case 2:
                    _b.apply(_a, [_c.sent()]);
                    _c.label = 3;
                  case 3:
                    ++i;
                    return [3, 1];
                  case 4:
                    return [2, result];
                }
              });
            });
          };
          HeapAsync2.prototype._topIdxOf = function(list2) {
            return __awaiter(this, void 0, void 0, function() {
              var idx, top, i, comp;
              return __generator$1(this, function(_a) {
                switch (_a.label) {
                  case 0:
                    if (!list2.length) {
                      return [2, -1];
                    }
                    idx = 0;
                    top = list2[idx];
                    i = 1;
                    _a.label = 1;
                  case 1:
                    if (!(i < list2.length)) return [3, 4];
                    return [4, this.compare(list2[i], top)];
                  case 2:
                    comp = _a.sent();
                    if (comp < 0) {
                      idx = i;
                      top = list2[i];
                    }
                    _a.label = 3;
                  case 3:
                    ++i;
                    return [3, 1];
                  case 4:
                    return [2, idx];
                }
              });
            });
          };
          HeapAsync2.prototype._topOf = function() {
            var list2 = [];
            for (var _i = 0; _i < arguments.length; _i++) {
              list2[_i] = arguments[_i];
            }
            return __awaiter(this, void 0, void 0, function() {
              var heap;
              return __generator$1(this, function(_a) {
                switch (_a.label) {
                  case 0:
                    heap = new HeapAsync2(this.compare);
                    return [4, heap.init(list2)];
                  case 1:
                    _a.sent();
                    return [2, heap.peek()];
                }
              });
            });
          };
          return HeapAsync2;
        })()
      );
      var __generator = function(thisArg, body) {
        var _ = { label: 0, sent: function() {
          if (t[0] & 1) throw t[1];
          return t[1];
        }, trys: [], ops: [] }, f, y, t, g2 = Object.create((typeof Iterator === "function" ? Iterator : Object).prototype);
        return g2.next = verb(0), g2["throw"] = verb(1), g2["return"] = verb(2), typeof Symbol === "function" && (g2[Symbol.iterator] = function() {
          return this;
        }), g2;
        function verb(n) {
          return function(v) {
            return step2([n, v]);
          };
        }
        function step2(op) {
          if (f) throw new TypeError("Generator is already executing.");
          while (g2 && (g2 = 0, op[0] && (_ = 0)), _) try {
            if (f = 1, y && (t = op[0] & 2 ? y["return"] : op[0] ? y["throw"] || ((t = y["return"]) && t.call(y), 0) : y.next) && !(t = t.call(y, op[1])).done) return t;
            if (y = 0, t) op = [op[0] & 2, t.value];
            switch (op[0]) {
              case 0:
              case 1:
                t = op;
                break;
              case 4:
                _.label++;
                return { value: op[1], done: false };
              case 5:
                _.label++;
                y = op[1];
                op = [0];
                continue;
              case 7:
                op = _.ops.pop();
                _.trys.pop();
                continue;
              default:
                if (!(t = _.trys, t = t.length > 0 && t[t.length - 1]) && (op[0] === 6 || op[0] === 2)) {
                  _ = 0;
                  continue;
                }
                if (op[0] === 3 && (!t || op[1] > t[0] && op[1] < t[3])) {
                  _.label = op[1];
                  break;
                }
                if (op[0] === 6 && _.label < t[1]) {
                  _.label = t[1];
                  t = op;
                  break;
                }
                if (t && _.label < t[2]) {
                  _.label = t[2];
                  _.ops.push(op);
                  break;
                }
                if (t[2]) _.ops.pop();
                _.trys.pop();
                continue;
            }
            op = body.call(thisArg, _);
          } catch (e) {
            op = [6, e];
            y = 0;
          } finally {
            f = t = 0;
          }
          if (op[0] & 5) throw op[1];
          return { value: op[0] ? op[1] : void 0, done: true };
        }
      };
      var __read = function(o, n) {
        var m = typeof Symbol === "function" && o[Symbol.iterator];
        if (!m) return o;
        var i = m.call(o), r2, ar = [], e;
        try {
          while ((n === void 0 || n-- > 0) && !(r2 = i.next()).done) ar.push(r2.value);
        } catch (error) {
          e = { error };
        } finally {
          try {
            if (r2 && !r2.done && (m = i["return"])) m.call(i);
          } finally {
            if (e) throw e.error;
          }
        }
        return ar;
      };
      var __spreadArray = function(to, from, pack) {
        if (pack || arguments.length === 2) for (var i = 0, l = from.length, ar; i < l; i++) {
          if (ar || !(i in from)) {
            if (!ar) ar = Array.prototype.slice.call(from, 0, i);
            ar[i] = from[i];
          }
        }
        return to.concat(ar || Array.prototype.slice.call(from));
      };
      var toInt = function(n) {
        return ~~n;
      };
      var Heap2 = (
        /** @class */
        (function() {
          function Heap3(compare) {
            if (compare === void 0) {
              compare = Heap3.minComparator;
            }
            var _this = this;
            this.compare = compare;
            this.heapArray = [];
            this._limit = 0;
            this.offer = this.add;
            this.element = this.peek;
            this.poll = this.pop;
            this.removeAll = this.clear;
            this._invertedCompare = function(a2, b2) {
              return -1 * _this.compare(a2, b2);
            };
          }
          Heap3.getChildrenIndexOf = function(idx) {
            return [idx * 2 + 1, idx * 2 + 2];
          };
          Heap3.getParentIndexOf = function(idx) {
            if (idx <= 0) {
              return -1;
            }
            return idx - 1 >> 1;
          };
          Heap3.getSiblingIndexOf = function(idx) {
            if (idx <= 0) {
              return -1;
            }
            var whichChildren = idx % 2 ? 1 : -1;
            return idx + whichChildren;
          };
          Heap3.minComparator = function(a2, b2) {
            if (a2 > b2) {
              return 1;
            } else if (a2 < b2) {
              return -1;
            } else {
              return 0;
            }
          };
          Heap3.maxComparator = function(a2, b2) {
            if (b2 > a2) {
              return 1;
            } else if (b2 < a2) {
              return -1;
            } else {
              return 0;
            }
          };
          Heap3.minComparatorNumber = function(a2, b2) {
            return a2 - b2;
          };
          Heap3.maxComparatorNumber = function(a2, b2) {
            return b2 - a2;
          };
          Heap3.defaultIsEqual = function(a2, b2) {
            return a2 === b2;
          };
          Heap3.print = function(heap) {
            function deep(i2) {
              var pi = Heap3.getParentIndexOf(i2);
              return Math.floor(Math.log2(pi + 1));
            }
            function repeat(str, times) {
              var out2 = "";
              for (; times > 0; --times) {
                out2 += str;
              }
              return out2;
            }
            var node = 0;
            var lines = [];
            var maxLines = deep(heap.length - 1) + 2;
            var maxLength = 0;
            while (node < heap.length) {
              var i = deep(node) + 1;
              if (node === 0) {
                i = 0;
              }
              var nodeText = String(heap.get(node));
              if (nodeText.length > maxLength) {
                maxLength = nodeText.length;
              }
              lines[i] = lines[i] || [];
              lines[i].push(nodeText);
              node += 1;
            }
            return lines.map(function(line, i2) {
              var times = Math.pow(2, maxLines - i2) - 1;
              return repeat(" ", Math.floor(times / 2) * maxLength) + line.map(function(el) {
                var half = (maxLength - el.length) / 2;
                return repeat(" ", Math.ceil(half)) + el + repeat(" ", Math.floor(half));
              }).join(repeat(" ", times * maxLength));
            }).join("\n");
          };
          Heap3.heapify = function(arr, compare) {
            var heap = new Heap3(compare);
            heap.heapArray = arr;
            heap.init();
            return heap;
          };
          Heap3.heappop = function(heapArr, compare) {
            var heap = new Heap3(compare);
            heap.heapArray = heapArr;
            return heap.pop();
          };
          Heap3.heappush = function(heapArr, item, compare) {
            var heap = new Heap3(compare);
            heap.heapArray = heapArr;
            heap.push(item);
          };
          Heap3.heappushpop = function(heapArr, item, compare) {
            var heap = new Heap3(compare);
            heap.heapArray = heapArr;
            return heap.pushpop(item);
          };
          Heap3.heapreplace = function(heapArr, item, compare) {
            var heap = new Heap3(compare);
            heap.heapArray = heapArr;
            return heap.replace(item);
          };
          Heap3.heaptop = function(heapArr, n, compare) {
            if (n === void 0) {
              n = 1;
            }
            var heap = new Heap3(compare);
            heap.heapArray = heapArr;
            return heap.top(n);
          };
          Heap3.heapbottom = function(heapArr, n, compare) {
            if (n === void 0) {
              n = 1;
            }
            var heap = new Heap3(compare);
            heap.heapArray = heapArr;
            return heap.bottom(n);
          };
          Heap3.nlargest = function(n, iterable, compare) {
            var heap = new Heap3(compare);
            heap.heapArray = __spreadArray([], __read(iterable), false);
            heap.init();
            return heap.top(n);
          };
          Heap3.nsmallest = function(n, iterable, compare) {
            var heap = new Heap3(compare);
            heap.heapArray = __spreadArray([], __read(iterable), false);
            heap.init();
            return heap.bottom(n);
          };
          Heap3.prototype.add = function(element) {
            this._sortNodeUp(this.heapArray.push(element) - 1);
            this._applyLimit();
            return true;
          };
          Heap3.prototype.addAll = function(elements) {
            var _a;
            var i = this.length;
            (_a = this.heapArray).push.apply(_a, __spreadArray([], __read(elements), false));
            for (var l = this.length; i < l; ++i) {
              this._sortNodeUp(i);
            }
            this._applyLimit();
            return true;
          };
          Heap3.prototype.bottom = function(n) {
            if (n === void 0) {
              n = 1;
            }
            if (this.heapArray.length === 0 || n <= 0) {
              return [];
            } else if (this.heapArray.length === 1) {
              return [this.heapArray[0]];
            } else if (n >= this.heapArray.length) {
              return __spreadArray([], __read(this.heapArray), false);
            } else {
              return this._bottomN_push(~~n);
            }
          };
          Heap3.prototype.check = function() {
            var _this = this;
            return this.heapArray.find(function(el, j) {
              return !!_this.getChildrenOf(j).find(function(ch) {
                return _this.compare(el, ch) > 0;
              });
            });
          };
          Heap3.prototype.clear = function() {
            this.heapArray = [];
          };
          Heap3.prototype.clone = function() {
            var cloned = new Heap3(this.comparator());
            cloned.heapArray = this.toArray();
            cloned._limit = this._limit;
            return cloned;
          };
          Heap3.prototype.comparator = function() {
            return this.compare;
          };
          Heap3.prototype.contains = function(o, callbackFn) {
            if (callbackFn === void 0) {
              callbackFn = Heap3.defaultIsEqual;
            }
            return this.indexOf(o, callbackFn) !== -1;
          };
          Heap3.prototype.init = function(array) {
            if (array) {
              this.heapArray = __spreadArray([], __read(array), false);
            }
            for (var i = Heap3.getParentIndexOf(this.length - 1); i >= 0; --i) {
              this._sortNodeDown(i);
            }
            this._applyLimit();
          };
          Heap3.prototype.isEmpty = function() {
            return this.length === 0;
          };
          Heap3.prototype.indexOf = function(element, callbackFn) {
            if (callbackFn === void 0) {
              callbackFn = Heap3.defaultIsEqual;
            }
            if (this.heapArray.length === 0) {
              return -1;
            }
            var indexes = [];
            var currentIndex = 0;
            while (currentIndex < this.heapArray.length) {
              var currentElement = this.heapArray[currentIndex];
              if (callbackFn(currentElement, element)) {
                return currentIndex;
              } else if (this.compare(currentElement, element) <= 0) {
                indexes.push.apply(indexes, __spreadArray([], __read(Heap3.getChildrenIndexOf(currentIndex)), false));
              }
              currentIndex = indexes.shift() || this.heapArray.length;
            }
            return -1;
          };
          Heap3.prototype.indexOfEvery = function(element, callbackFn) {
            if (callbackFn === void 0) {
              callbackFn = Heap3.defaultIsEqual;
            }
            if (this.heapArray.length === 0) {
              return [];
            }
            var indexes = [];
            var foundIndexes = [];
            var currentIndex = 0;
            while (currentIndex < this.heapArray.length) {
              var currentElement = this.heapArray[currentIndex];
              if (callbackFn(currentElement, element)) {
                foundIndexes.push(currentIndex);
                indexes.push.apply(indexes, __spreadArray([], __read(Heap3.getChildrenIndexOf(currentIndex)), false));
              } else if (this.compare(currentElement, element) <= 0) {
                indexes.push.apply(indexes, __spreadArray([], __read(Heap3.getChildrenIndexOf(currentIndex)), false));
              }
              currentIndex = indexes.shift() || this.heapArray.length;
            }
            return foundIndexes;
          };
          Heap3.prototype.leafs = function() {
            if (this.heapArray.length === 0) {
              return [];
            }
            var pi = Heap3.getParentIndexOf(this.heapArray.length - 1);
            return this.heapArray.slice(pi + 1);
          };
          Object.defineProperty(Heap3.prototype, "length", {
            /**
             * Length of the heap. Aliases: {@link size}.
             * @return {Number}
             * @see size
             */
            get: function() {
              return this.heapArray.length;
            },
            enumerable: false,
            configurable: true
          });
          Object.defineProperty(Heap3.prototype, "limit", {
            /**
             * Get length limit of the heap.
             * Use {@link setLimit} or {@link limit} to set the limit.
             * @return {Number}
             * @see setLimit
             */
            get: function() {
              return this._limit;
            },
            /**
             * Set length limit of the heap. Same as using {@link setLimit}.
             * @description If the heap is longer than the limit, the needed amount of leafs are removed.
             * @param {Number} _l Limit, defaults to 0 (no limit). Negative, Infinity, or NaN values set the limit to 0.
             * @see setLimit
             */
            set: function(_l) {
              if (_l < 0 || isNaN(_l)) {
                this._limit = 0;
              } else {
                this._limit = ~~_l;
              }
              this._applyLimit();
            },
            enumerable: false,
            configurable: true
          });
          Heap3.prototype.setLimit = function(_l) {
            this.limit = _l;
            if (_l < 0 || isNaN(_l)) {
              return NaN;
            } else {
              return this._limit;
            }
          };
          Heap3.prototype.peek = function() {
            return this.heapArray[0];
          };
          Heap3.prototype.pop = function() {
            var last = this.heapArray.pop();
            if (this.length > 0 && last !== void 0) {
              return this.replace(last);
            }
            return last;
          };
          Heap3.prototype.push = function() {
            var elements = [];
            for (var _i = 0; _i < arguments.length; _i++) {
              elements[_i] = arguments[_i];
            }
            if (elements.length < 1) {
              return false;
            } else if (elements.length === 1) {
              return this.add(elements[0]);
            } else {
              return this.addAll(elements);
            }
          };
          Heap3.prototype.pushpop = function(element) {
            var _a;
            if (this.compare(this.heapArray[0], element) < 0) {
              _a = __read([this.heapArray[0], element], 2), element = _a[0], this.heapArray[0] = _a[1];
              this._sortNodeDown(0);
            }
            return element;
          };
          Heap3.prototype.remove = function(o, callbackFn) {
            var _this = this;
            if (callbackFn === void 0) {
              callbackFn = Heap3.defaultIsEqual;
            }
            if (!this.heapArray.length)
              return false;
            if (o === void 0) {
              this.pop();
              return true;
            }
            var queue = [0];
            while (queue.length) {
              var idx = queue.shift();
              if (callbackFn(this.heapArray[idx], o)) {
                if (idx === 0) {
                  this.pop();
                } else if (idx === this.heapArray.length - 1) {
                  this.heapArray.pop();
                } else {
                  this.heapArray.splice(idx, 1, this.heapArray.pop());
                  this._sortNodeUp(idx);
                  this._sortNodeDown(idx);
                }
                return true;
              } else if (this.compare(this.heapArray[idx], o) <= 0) {
                var children = Heap3.getChildrenIndexOf(idx).filter(function(c) {
                  return c < _this.heapArray.length;
                });
                queue.push.apply(queue, __spreadArray([], __read(children), false));
              }
            }
            return false;
          };
          Heap3.prototype.replace = function(element) {
            var peek = this.heapArray[0];
            this.heapArray[0] = element;
            this._sortNodeDown(0);
            return peek;
          };
          Heap3.prototype.size = function() {
            return this.length;
          };
          Heap3.prototype.top = function(n) {
            if (n === void 0) {
              n = 1;
            }
            if (this.heapArray.length === 0 || n <= 0) {
              return [];
            } else if (this.heapArray.length === 1 || n === 1) {
              return [this.heapArray[0]];
            } else if (n >= this.heapArray.length) {
              return __spreadArray([], __read(this.heapArray), false);
            } else {
              return this._topN_push(~~n);
            }
          };
          Heap3.prototype.toArray = function() {
            return __spreadArray([], __read(this.heapArray), false);
          };
          Heap3.prototype.toString = function() {
            return this.heapArray.toString();
          };
          Heap3.prototype.get = function(i) {
            return this.heapArray[i];
          };
          Heap3.prototype.getChildrenOf = function(idx) {
            var _this = this;
            return Heap3.getChildrenIndexOf(idx).map(function(i) {
              return _this.heapArray[i];
            }).filter(function(e) {
              return e !== void 0;
            });
          };
          Heap3.prototype.getParentOf = function(idx) {
            var pi = Heap3.getParentIndexOf(idx);
            return this.heapArray[pi];
          };
          Heap3.prototype[Symbol.iterator] = function() {
            return __generator(this, function(_a) {
              switch (_a.label) {
                case 0:
                  if (!this.length) return [3, 2];
                  return [4, this.pop()];
                case 1:
                  _a.sent();
                  return [3, 0];
                case 2:
                  return [
                    2
                    /*return*/
                  ];
              }
            });
          };
          Heap3.prototype.iterator = function() {
            return this.toArray();
          };
          Heap3.prototype._applyLimit = function() {
            if (this._limit > 0 && this._limit < this.heapArray.length) {
              var rm = this.heapArray.length - this._limit;
              while (rm) {
                this.heapArray.pop();
                --rm;
              }
            }
          };
          Heap3.prototype._bottomN_push = function(n) {
            var bottomHeap = new Heap3(this.compare);
            bottomHeap.limit = n;
            bottomHeap.heapArray = this.heapArray.slice(-n);
            bottomHeap.init();
            var startAt = this.heapArray.length - 1 - n;
            var parentStartAt = Heap3.getParentIndexOf(startAt);
            var indices = [];
            for (var i = startAt; i > parentStartAt; --i) {
              indices.push(i);
            }
            var arr = this.heapArray;
            while (indices.length) {
              var i = indices.shift();
              if (this.compare(arr[i], bottomHeap.peek()) > 0) {
                bottomHeap.replace(arr[i]);
                if (i % 2) {
                  indices.push(Heap3.getParentIndexOf(i));
                }
              }
            }
            return bottomHeap.toArray();
          };
          Heap3.prototype._moveNode = function(j, k) {
            var temp = this.heapArray[j];
            this.heapArray[j] = this.heapArray[k];
            this.heapArray[k] = temp;
          };
          Heap3.prototype._sortNodeDown = function(i) {
            var length = this.heapArray.length;
            var originalIndex = i;
            var value = this.heapArray[i];
            var left = 2 * i + 1;
            while (left < length) {
              var right = left + 1;
              var best = right >= length || this.compare(this.heapArray[left], this.heapArray[right]) < 0 ? left : right;
              if (this.compare(this.heapArray[best], value) < 0) {
                this.heapArray[i] = this.heapArray[best];
                i = best;
                left = 2 * i + 1;
              } else
                break;
            }
            if (i !== originalIndex) {
              this.heapArray[i] = value;
            }
          };
          Heap3.prototype._sortNodeUp = function(i) {
            var value = this.heapArray[i];
            var originalIndex = i;
            while (i > 0) {
              var pi = Heap3.getParentIndexOf(i);
              if (this.compare(value, this.heapArray[pi]) < 0) {
                this.heapArray[i] = this.heapArray[pi];
                i = pi;
              } else
                break;
            }
            if (i !== originalIndex) {
              this.heapArray[i] = value;
            }
          };
          Heap3.prototype._topN_push = function(n) {
            var topHeap = new Heap3(this._invertedCompare);
            topHeap.limit = n;
            var indices = [0];
            var arr = this.heapArray;
            while (indices.length) {
              var i = indices.shift();
              if (i < arr.length) {
                if (topHeap.length < n) {
                  topHeap.push(arr[i]);
                  indices.push.apply(indices, __spreadArray([], __read(Heap3.getChildrenIndexOf(i)), false));
                } else if (this.compare(arr[i], topHeap.peek()) < 0) {
                  topHeap.replace(arr[i]);
                  indices.push.apply(indices, __spreadArray([], __read(Heap3.getChildrenIndexOf(i)), false));
                }
              }
            }
            return topHeap.toArray();
          };
          Heap3.prototype._topN_fill = function(n) {
            var heapArray = this.heapArray;
            var topHeap = new Heap3(this._invertedCompare);
            topHeap.limit = n;
            topHeap.heapArray = heapArray.slice(0, n);
            topHeap.init();
            var branch = Heap3.getParentIndexOf(n - 1) + 1;
            var indices = [];
            for (var i = branch; i < n; ++i) {
              indices.push.apply(indices, __spreadArray([], __read(Heap3.getChildrenIndexOf(i).filter(function(l) {
                return l < heapArray.length;
              })), false));
            }
            if ((n - 1) % 2) {
              indices.push(n);
            }
            while (indices.length) {
              var i = indices.shift();
              if (i < heapArray.length) {
                if (this.compare(heapArray[i], topHeap.peek()) < 0) {
                  topHeap.replace(heapArray[i]);
                  indices.push.apply(indices, __spreadArray([], __read(Heap3.getChildrenIndexOf(i)), false));
                }
              }
            }
            return topHeap.toArray();
          };
          Heap3.prototype._topN_heap = function(n) {
            var topHeap = this.clone();
            var result = [];
            for (var i = 0; i < n; ++i) {
              result.push(topHeap.pop());
            }
            return result;
          };
          Heap3.prototype._topIdxOf = function(list2) {
            if (!list2.length) {
              return -1;
            }
            var idx = 0;
            var top = list2[idx];
            for (var i = 1; i < list2.length; ++i) {
              var comp = this.compare(list2[i], top);
              if (comp < 0) {
                idx = i;
                top = list2[i];
              }
            }
            return idx;
          };
          Heap3.prototype._topOf = function() {
            var list2 = [];
            for (var _i = 0; _i < arguments.length; _i++) {
              list2[_i] = arguments[_i];
            }
            var heap = new Heap3(this.compare);
            heap.init(list2);
            return heap.peek();
          };
          return Heap3;
        })()
      );
      exports2.Heap = Heap2;
      exports2.HeapAsync = HeapAsync;
      exports2.default = Heap2;
      exports2.toInt = toInt;
      Object.defineProperty(exports2, "__esModule", { value: true });
    }));
  }
});

// node_modules/iota-array/iota.js
var require_iota = __commonJS({
  "node_modules/iota-array/iota.js"(exports, module) {
    "use strict";
    function iota(n) {
      var result = new Array(n);
      for (var i = 0; i < n; ++i) {
        result[i] = i;
      }
      return result;
    }
    module.exports = iota;
  }
});

// node_modules/is-buffer/index.js
var require_is_buffer = __commonJS({
  "node_modules/is-buffer/index.js"(exports, module) {
    module.exports = function(obj) {
      return obj != null && (isBuffer(obj) || isSlowBuffer(obj) || !!obj._isBuffer);
    };
    function isBuffer(obj) {
      return !!obj.constructor && typeof obj.constructor.isBuffer === "function" && obj.constructor.isBuffer(obj);
    }
    function isSlowBuffer(obj) {
      return typeof obj.readFloatLE === "function" && typeof obj.slice === "function" && isBuffer(obj.slice(0, 0));
    }
  }
});

// node_modules/ndarray/ndarray.js
var require_ndarray = __commonJS({
  "node_modules/ndarray/ndarray.js"(exports, module) {
    var iota = require_iota();
    var isBuffer = require_is_buffer();
    var hasTypedArrays = typeof Float64Array !== "undefined";
    function compare1st(a2, b2) {
      return a2[0] - b2[0];
    }
    function order() {
      var stride = this.stride;
      var terms = new Array(stride.length);
      var i;
      for (i = 0; i < terms.length; ++i) {
        terms[i] = [Math.abs(stride[i]), i];
      }
      terms.sort(compare1st);
      var result = new Array(terms.length);
      for (i = 0; i < result.length; ++i) {
        result[i] = terms[i][1];
      }
      return result;
    }
    function compileConstructor(dtype, dimension) {
      var className = ["View", dimension, "d", dtype].join("");
      if (dimension < 0) {
        className = "View_Nil" + dtype;
      }
      var useGetters = dtype === "generic";
      if (dimension === -1) {
        var code = "function " + className + "(a){this.data=a;};var proto=" + className + ".prototype;proto.dtype='" + dtype + "';proto.index=function(){return -1};proto.size=0;proto.dimension=-1;proto.shape=proto.stride=proto.order=[];proto.lo=proto.hi=proto.transpose=proto.step=function(){return new " + className + "(this.data);};proto.get=proto.set=function(){};proto.pick=function(){return null};return function construct_" + className + "(a){return new " + className + "(a);}";
        var procedure = new Function(code);
        return procedure();
      } else if (dimension === 0) {
        var code = "function " + className + "(a,d) {this.data = a;this.offset = d};var proto=" + className + ".prototype;proto.dtype='" + dtype + "';proto.index=function(){return this.offset};proto.dimension=0;proto.size=1;proto.shape=proto.stride=proto.order=[];proto.lo=proto.hi=proto.transpose=proto.step=function " + className + "_copy() {return new " + className + "(this.data,this.offset)};proto.pick=function " + className + "_pick(){return TrivialArray(this.data);};proto.valueOf=proto.get=function " + className + "_get(){return " + (useGetters ? "this.data.get(this.offset)" : "this.data[this.offset]") + "};proto.set=function " + className + "_set(v){return " + (useGetters ? "this.data.set(this.offset,v)" : "this.data[this.offset]=v") + "};return function construct_" + className + "(a,b,c,d){return new " + className + "(a,d)}";
        var procedure = new Function("TrivialArray", code);
        return procedure(CACHED_CONSTRUCTORS[dtype][0]);
      }
      var code = ["'use strict'"];
      var indices = iota(dimension);
      var args = indices.map(function(i2) {
        return "i" + i2;
      });
      var index_str = "this.offset+" + indices.map(function(i2) {
        return "this.stride[" + i2 + "]*i" + i2;
      }).join("+");
      var shapeArg = indices.map(function(i2) {
        return "b" + i2;
      }).join(",");
      var strideArg = indices.map(function(i2) {
        return "c" + i2;
      }).join(",");
      code.push(
        "function " + className + "(a," + shapeArg + "," + strideArg + ",d){this.data=a",
        "this.shape=[" + shapeArg + "]",
        "this.stride=[" + strideArg + "]",
        "this.offset=d|0}",
        "var proto=" + className + ".prototype",
        "proto.dtype='" + dtype + "'",
        "proto.dimension=" + dimension
      );
      code.push(
        "Object.defineProperty(proto,'size',{get:function " + className + "_size(){return " + indices.map(function(i2) {
          return "this.shape[" + i2 + "]";
        }).join("*"),
        "}})"
      );
      if (dimension === 1) {
        code.push("proto.order=[0]");
      } else {
        code.push("Object.defineProperty(proto,'order',{get:");
        if (dimension < 4) {
          code.push("function " + className + "_order(){");
          if (dimension === 2) {
            code.push("return (Math.abs(this.stride[0])>Math.abs(this.stride[1]))?[1,0]:[0,1]}})");
          } else if (dimension === 3) {
            code.push(
              "var s0=Math.abs(this.stride[0]),s1=Math.abs(this.stride[1]),s2=Math.abs(this.stride[2]);if(s0>s1){if(s1>s2){return [2,1,0];}else if(s0>s2){return [1,2,0];}else{return [1,0,2];}}else if(s0>s2){return [2,0,1];}else if(s2>s1){return [0,1,2];}else{return [0,2,1];}}})"
            );
          }
        } else {
          code.push("ORDER})");
        }
      }
      code.push(
        "proto.set=function " + className + "_set(" + args.join(",") + ",v){"
      );
      if (useGetters) {
        code.push("return this.data.set(" + index_str + ",v)}");
      } else {
        code.push("return this.data[" + index_str + "]=v}");
      }
      code.push("proto.get=function " + className + "_get(" + args.join(",") + "){");
      if (useGetters) {
        code.push("return this.data.get(" + index_str + ")}");
      } else {
        code.push("return this.data[" + index_str + "]}");
      }
      code.push(
        "proto.index=function " + className + "_index(",
        args.join(),
        "){return " + index_str + "}"
      );
      code.push("proto.hi=function " + className + "_hi(" + args.join(",") + "){return new " + className + "(this.data," + indices.map(function(i2) {
        return ["(typeof i", i2, "!=='number'||i", i2, "<0)?this.shape[", i2, "]:i", i2, "|0"].join("");
      }).join(",") + "," + indices.map(function(i2) {
        return "this.stride[" + i2 + "]";
      }).join(",") + ",this.offset)}");
      var a_vars = indices.map(function(i2) {
        return "a" + i2 + "=this.shape[" + i2 + "]";
      });
      var c_vars = indices.map(function(i2) {
        return "c" + i2 + "=this.stride[" + i2 + "]";
      });
      code.push("proto.lo=function " + className + "_lo(" + args.join(",") + "){var b=this.offset,d=0," + a_vars.join(",") + "," + c_vars.join(","));
      for (var i = 0; i < dimension; ++i) {
        code.push(
          "if(typeof i" + i + "==='number'&&i" + i + ">=0){d=i" + i + "|0;b+=c" + i + "*d;a" + i + "-=d}"
        );
      }
      code.push("return new " + className + "(this.data," + indices.map(function(i2) {
        return "a" + i2;
      }).join(",") + "," + indices.map(function(i2) {
        return "c" + i2;
      }).join(",") + ",b)}");
      code.push("proto.step=function " + className + "_step(" + args.join(",") + "){var " + indices.map(function(i2) {
        return "a" + i2 + "=this.shape[" + i2 + "]";
      }).join(",") + "," + indices.map(function(i2) {
        return "b" + i2 + "=this.stride[" + i2 + "]";
      }).join(",") + ",c=this.offset,d=0,ceil=Math.ceil");
      for (var i = 0; i < dimension; ++i) {
        code.push(
          "if(typeof i" + i + "==='number'){d=i" + i + "|0;if(d<0){c+=b" + i + "*(a" + i + "-1);a" + i + "=ceil(-a" + i + "/d)}else{a" + i + "=ceil(a" + i + "/d)}b" + i + "*=d}"
        );
      }
      code.push("return new " + className + "(this.data," + indices.map(function(i2) {
        return "a" + i2;
      }).join(",") + "," + indices.map(function(i2) {
        return "b" + i2;
      }).join(",") + ",c)}");
      var tShape = new Array(dimension);
      var tStride = new Array(dimension);
      for (var i = 0; i < dimension; ++i) {
        tShape[i] = "a[i" + i + "]";
        tStride[i] = "b[i" + i + "]";
      }
      code.push(
        "proto.transpose=function " + className + "_transpose(" + args + "){" + args.map(function(n, idx) {
          return n + "=(" + n + "===undefined?" + idx + ":" + n + "|0)";
        }).join(";"),
        "var a=this.shape,b=this.stride;return new " + className + "(this.data," + tShape.join(",") + "," + tStride.join(",") + ",this.offset)}"
      );
      code.push("proto.pick=function " + className + "_pick(" + args + "){var a=[],b=[],c=this.offset");
      for (var i = 0; i < dimension; ++i) {
        code.push("if(typeof i" + i + "==='number'&&i" + i + ">=0){c=(c+this.stride[" + i + "]*i" + i + ")|0}else{a.push(this.shape[" + i + "]);b.push(this.stride[" + i + "])}");
      }
      code.push("var ctor=CTOR_LIST[a.length+1];return ctor(this.data,a,b,c)}");
      code.push("return function construct_" + className + "(data,shape,stride,offset){return new " + className + "(data," + indices.map(function(i2) {
        return "shape[" + i2 + "]";
      }).join(",") + "," + indices.map(function(i2) {
        return "stride[" + i2 + "]";
      }).join(",") + ",offset)}");
      var procedure = new Function("CTOR_LIST", "ORDER", code.join("\n"));
      return procedure(CACHED_CONSTRUCTORS[dtype], order);
    }
    function arrayDType(data) {
      if (isBuffer(data)) {
        return "buffer";
      }
      if (hasTypedArrays) {
        switch (Object.prototype.toString.call(data)) {
          case "[object Float64Array]":
            return "float64";
          case "[object Float32Array]":
            return "float32";
          case "[object Float16Array]":
            return "float16";
          case "[object Int8Array]":
            return "int8";
          case "[object Int16Array]":
            return "int16";
          case "[object Int32Array]":
            return "int32";
          case "[object Uint8Array]":
            return "uint8";
          case "[object Uint16Array]":
            return "uint16";
          case "[object Uint32Array]":
            return "uint32";
          case "[object Uint8ClampedArray]":
            return "uint8_clamped";
          case "[object BigInt64Array]":
            return "bigint64";
          case "[object BigUint64Array]":
            return "biguint64";
        }
      }
      if (Array.isArray(data)) {
        return "array";
      }
      return "generic";
    }
    var CACHED_CONSTRUCTORS = {
      "float32": [],
      "float64": [],
      "float16": [],
      "int8": [],
      "int16": [],
      "int32": [],
      "uint8": [],
      "uint16": [],
      "uint32": [],
      "array": [],
      "uint8_clamped": [],
      "bigint64": [],
      "biguint64": [],
      "buffer": [],
      "generic": []
    };
    function wrappedNDArrayCtor(data, shape, stride, offset) {
      if (data === void 0) {
        var ctor = CACHED_CONSTRUCTORS.array[0];
        return ctor([]);
      } else if (typeof data === "number") {
        data = [data];
      }
      if (shape === void 0) {
        shape = [data.length];
      }
      var d = shape.length;
      if (stride === void 0) {
        stride = new Array(d);
        for (var i = d - 1, sz = 1; i >= 0; --i) {
          stride[i] = sz;
          sz *= shape[i];
        }
      }
      if (offset === void 0) {
        offset = 0;
        for (var i = 0; i < d; ++i) {
          if (stride[i] < 0) {
            offset -= (shape[i] - 1) * stride[i];
          }
        }
      }
      var dtype = arrayDType(data);
      var ctor_list = CACHED_CONSTRUCTORS[dtype];
      while (ctor_list.length <= d + 1) {
        ctor_list.push(compileConstructor(dtype, ctor_list.length - 1));
      }
      var ctor = ctor_list[d + 1];
      return ctor(data, shape, stride, offset);
    }
    module.exports = wrappedNDArrayCtor;
  }
});

// packages/messages/src/generated/index.ts
var generated_exports = {};
__export(generated_exports, {
  action_msgs: () => action_msgs_exports,
  builtin_interfaces: () => builtin_interfaces_exports,
  diagnostic_msgs: () => diagnostic_msgs_exports,
  geometry_msgs: () => geometry_msgs_exports,
  homebound_interfaces: () => homebound_interfaces_exports,
  lifecycle_msgs: () => lifecycle_msgs_exports,
  map_msgs: () => map_msgs_exports,
  nav2_msgs: () => nav2_msgs_exports,
  nav_msgs: () => nav_msgs_exports,
  rcl_interfaces: () => rcl_interfaces_exports,
  rosgraph_msgs: () => rosgraph_msgs_exports,
  sensor_msgs: () => sensor_msgs_exports,
  service_msgs: () => service_msgs_exports,
  std_msgs: () => std_msgs_exports,
  std_srvs: () => std_srvs_exports,
  tf2_msgs: () => tf2_msgs_exports,
  unique_identifier_msgs: () => unique_identifier_msgs_exports,
  visualization_msgs: () => visualization_msgs_exports
});

// packages/messages/src/generated/action_msgs.ts
var action_msgs_exports = {};
__export(action_msgs_exports, {
  CancelGoal: () => CancelGoal,
  CancelGoal_Event: () => CancelGoal_Event,
  CancelGoal_Request: () => CancelGoal_Request,
  CancelGoal_Response: () => CancelGoal_Response,
  GoalInfo: () => GoalInfo,
  GoalStatus: () => GoalStatus,
  GoalStatusArray: () => GoalStatusArray
});

// packages/messages/src/canonical.ts
function describe(value) {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 40));
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return typeof value === "object" && value !== null ? `a ${value.constructor?.name ?? "object"}` : String(value);
}
function refuse(where, wanted, value) {
  throw new TypeError(`Cannot send ${where}: it must be ${wanted}, got ${describe(value)}`);
}
function bool(value, where, fallback = false) {
  if (typeof value === "boolean") return value;
  return value === void 0 ? fallback : refuse(where, "true or false", value);
}
function float32(value, where, fallback = 0) {
  if (typeof value === "number") return Math.fround(value);
  return value === void 0 ? fallback : refuse(where, "a number", value);
}
function float64(value, where, fallback = 0) {
  if (typeof value === "number") return value;
  return value === void 0 ? fallback : refuse(where, "a number", value);
}
function integer(value, where, min, max, fallback) {
  if (value === void 0) return fallback;
  if (typeof value !== "number") refuse(where, "an integer", value);
  if (!(Number.isInteger(value) && value >= min && value <= max))
    throw new RangeError(`Cannot send ${where}: it must be an integer in [${min}, ${max}], got ${value}`);
  return value + 0;
}
var int8 = (value, where, fallback = 0) => value !== void 0 && value << 24 >> 24 === value ? value | 0 : integer(value, where, -128, 127, fallback);
var uint8 = (value, where, fallback = 0) => value !== void 0 && (value & 255) === value ? value | 0 : integer(value, where, 0, 255, fallback);
var int16 = (value, where, fallback = 0) => value !== void 0 && value << 16 >> 16 === value ? value | 0 : integer(value, where, -32768, 32767, fallback);
var uint16 = (value, where, fallback = 0) => value !== void 0 && (value & 65535) === value ? value | 0 : integer(value, where, 0, 65535, fallback);
var int32 = (value, where, fallback = 0) => value !== void 0 && (value | 0) === value ? value | 0 : integer(value, where, -2147483648, 2147483647, fallback);
var uint32 = (value, where, fallback = 0) => value !== void 0 && value >>> 0 === value ? value >>> 0 : integer(value, where, 0, 4294967295, fallback);
function bigInteger(value, where, min, max, fallback) {
  if (value === void 0) return fallback;
  if (typeof value !== "bigint") refuse(where, "a bigint", value);
  if (value < min || value > max)
    throw new RangeError(`Cannot send ${where}: it must be in [${min}, ${max}], got ${value}`);
  return value;
}
var int64 = (value, where, fallback = 0n) => bigInteger(value, where, -(2n ** 63n), 2n ** 63n - 1n, fallback);
var uint64 = (value, where, fallback = 0n) => bigInteger(value, where, 0n, 2n ** 64n - 1n, fallback);
function string(value, where, fallback = "", max = Number.POSITIVE_INFINITY) {
  if (value === void 0) return fallback;
  if (typeof value !== "string") refuse(where, "a text", value);
  if (value.length > max)
    throw new RangeError(`Cannot send ${where}: it must have at most ${max} characters, got ${value.length}`);
  return value;
}
var empty = Object.freeze({});
function part(value, where) {
  if (typeof value === "object" && value !== null) return value;
  return value === void 0 ? empty : refuse(where, "a message", value);
}
function list(value, where, canonical, fixed) {
  if (value !== void 0 && !Array.isArray(value)) refuse(where, "an array", value);
  if (fixed !== void 0 && value !== void 0) checkLength(value.length, fixed, where);
  const n = fixed ?? value?.length ?? 0;
  const out2 = [];
  for (let i = 0; i < n; i++) out2.push(canonical(value?.[i], where));
  return out2;
}
function checkLength(length, wanted, where) {
  if (length !== wanted) throw new RangeError(`Cannot send ${where}: it must have ${wanted} elements, got ${length}`);
}
function numbers(value, where, Type, fixed, max) {
  if (value === void 0) return new Type(fixed ?? 0);
  if (fixed !== void 0) checkLength(value.length, fixed, where);
  if (max !== void 0 && value.length > max)
    throw new RangeError(`Cannot send ${where}: it must have at most ${max} elements, got ${value.length}`);
  return value instanceof Type ? value : convert(value, where, Type);
}
function convert(value, where, Type) {
  if (typeof value !== "object" || value === null || typeof value.length !== "number")
    refuse(where, `a ${Type.name}`, value);
  const out2 = new Type(value.length);
  const elements = out2;
  const wanted = /Big/.test(Type.name) ? "bigint" : "number";
  const exact = !/Float/.test(Type.name);
  for (let i = 0; i < value.length; i++) {
    const element = value[i];
    if (typeof element !== wanted) refuse(`${where}[${i}]`, `a ${wanted}`, element);
    elements[i] = element;
    if (exact && elements[i] !== element && !Object.is(element, -0))
      throw new RangeError(`Cannot send ${where}[${i}]: ${element} does not fit into a ${Type.name}`);
  }
  return out2;
}

// packages/messages/src/utf8.ts
var encoder = new TextEncoder();
var decoder = new TextDecoder("utf-8", { ignoreBOM: true });
function utf8Encode(text, out2, at) {
  const n = text.length;
  if (n <= 64) {
    let i = 0;
    for (; i < n; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 127) break;
      out2[at + i] = unit;
    }
    if (i === n) return n;
  }
  return encoder.encodeInto(text, out2.subarray(at)).written;
}
function utf8Decode(bytes, begin, end) {
  if (end - begin <= 32) {
    let text = "";
    let i = begin;
    for (; i < end; i++) {
      const unit = bytes[i];
      if (unit > 127) break;
      text += String.fromCharCode(unit);
    }
    if (i === end) return text;
  }
  return decoder.decode(bytes.subarray(begin, end));
}

// packages/messages/src/cdrReader.ts
var header_bytes = 4;
var maxPadding_bytes = 7;
var CdrReader = class {
  bytes;
  view;
  type;
  littleEndian;
  at = header_bytes;
  /** @param type name of the message type, for errors */
  constructor(bytes, type) {
    if (bytes.length < header_bytes)
      throw new RangeError(`Cannot decode ${type}: ${bytes.length} bytes are less than the 4 of the CDR header`);
    const encapsulation = bytes[0] << 8 | bytes[1];
    if (encapsulation > 1)
      throw new RangeError(
        `Cannot decode ${type}: encapsulation ${encapsulation} at byte 0; only plain CDR (0, 1) is read`
      );
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.type = type;
    this.littleEndian = encapsulation === 1;
  }
  /** Checks that the message ends where the bytes do. */
  end() {
    const left = this.bytes.length - this.at;
    if (left > maxPadding_bytes)
      throw new RangeError(`Cannot decode ${this.type}: ${left} bytes are left over from byte ${this.at}`);
  }
  take(field, alignment, size) {
    const begin = (this.at - header_bytes + alignment - 1 & -alignment) + header_bytes;
    if (begin + size > this.bytes.length) this.fail(field, `needs ${size} bytes, the message has ${this.bytes.length}`);
    this.at = begin + size;
    return begin;
  }
  fail(field, why) {
    throw new RangeError(`Cannot decode ${this.type}: field ${field} at byte ${this.at} ${why}`);
  }
  bool(field) {
    return this.bytes[this.take(field, 1, 1)] !== 0;
  }
  int8(field) {
    return this.view.getInt8(this.take(field, 1, 1));
  }
  uint8(field) {
    return this.view.getUint8(this.take(field, 1, 1));
  }
  int16(field) {
    return this.view.getInt16(this.take(field, 2, 2), this.littleEndian);
  }
  uint16(field) {
    return this.view.getUint16(this.take(field, 2, 2), this.littleEndian);
  }
  int32(field) {
    return this.view.getInt32(this.take(field, 4, 4), this.littleEndian);
  }
  uint32(field) {
    return this.view.getUint32(this.take(field, 4, 4), this.littleEndian);
  }
  int64(field) {
    return this.view.getBigInt64(this.take(field, 8, 8), this.littleEndian);
  }
  uint64(field) {
    return this.view.getBigUint64(this.take(field, 8, 8), this.littleEndian);
  }
  float32(field) {
    return this.view.getFloat32(this.take(field, 4, 4), this.littleEndian);
  }
  float64(field) {
    return this.view.getFloat64(this.take(field, 8, 8), this.littleEndian);
  }
  string(field) {
    const length = this.uint32(field);
    const begin = this.take(field, 1, length);
    const end = begin + length;
    return utf8Decode(this.bytes, begin, length > 0 && this.bytes[end - 1] === 0 ? end - 1 : end);
  }
  /** Length of a sequence; every element takes at least `size` bytes. */
  length(field, size) {
    const n = this.uint32(field);
    if (n * size > this.bytes.length - this.at)
      this.fail(field, `claims ${n} elements, ${this.bytes.length - this.at} bytes are left`);
    return n;
  }
  /** `n` numbers in memory of their own. */
  numbers(field, Type, n) {
    if (n === 0) return new Type(new ArrayBuffer(0));
    const size = Type.BYTES_PER_ELEMENT;
    const begin = this.take(field, size, n * size);
    const copy = this.bytes.slice(begin, begin + n * size);
    if (!this.littleEndian) for (let i = 0; i < copy.length; i += size) copy.subarray(i, i + size).reverse();
    return new Type(copy.buffer);
  }
  numberSequence(field, Type, max = 4294967295) {
    const n = this.length(field, Type.BYTES_PER_ELEMENT);
    if (n > max) this.fail(field, `has ${n} elements, at most ${max} are allowed`);
    return this.numbers(field, Type, n);
  }
  /** A sequence (or, with `fixed`, an array without a length) of anything else. */
  list(field, read, fixed) {
    const n = fixed ?? this.length(field, 1);
    const values = [];
    for (let i = 0; i < n; i++) values.push(read(this));
    return values;
  }
};

// packages/messages/src/cdrWriter.ts
var header_bytes2 = 4;
var CdrWriter = class {
  bytes = new Uint8Array(4096);
  view = new DataView(this.bytes.buffer);
  at = 0;
  begin() {
    this.at = header_bytes2;
  }
  /** The finished message, in memory of its own. */
  finish() {
    this.bytes[0] = 0;
    this.bytes[1] = 1;
    this.bytes[2] = 0;
    this.bytes[3] = 0;
    return this.bytes.slice(0, this.at);
  }
  /** Makes room for `size` bytes at the next multiple of `alignment`, zeroes the gap, and returns where they begin. */
  take(alignment, size) {
    const begin = (this.at - header_bytes2 + alignment - 1 & -alignment) + header_bytes2;
    const end = begin + size;
    if (end > this.bytes.length) this.grow(end);
    for (let i = this.at; i < begin; i++) this.bytes[i] = 0;
    this.at = end;
    return begin;
  }
  grow(size) {
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, size));
    larger.set(this.bytes.subarray(0, this.at));
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }
  bool(value) {
    const at = this.take(1, 1);
    this.bytes[at] = value ? 1 : 0;
  }
  int8(value) {
    const at = this.take(1, 1);
    this.bytes[at] = value;
  }
  uint8(value) {
    const at = this.take(1, 1);
    this.bytes[at] = value;
  }
  int16(value) {
    const at = this.take(2, 2);
    this.view.setInt16(at, value, true);
  }
  uint16(value) {
    const at = this.take(2, 2);
    this.view.setUint16(at, value, true);
  }
  int32(value) {
    const at = this.take(4, 4);
    this.view.setInt32(at, value, true);
  }
  uint32(value) {
    const at = this.take(4, 4);
    this.view.setUint32(at, value, true);
  }
  int64(value) {
    const at = this.take(8, 8);
    this.view.setBigInt64(at, value, true);
  }
  uint64(value) {
    const at = this.take(8, 8);
    this.view.setBigUint64(at, value, true);
  }
  float32(value) {
    const at = this.take(4, 4);
    this.view.setFloat32(at, value, true);
  }
  float64(value) {
    const at = this.take(8, 8);
    this.view.setFloat64(at, value, true);
  }
  /** Length in bytes with the closing zero, the UTF-8 bytes, the zero. */
  string(value) {
    const length_at = this.take(4, 4 + 3 * value.length + 1);
    const written = utf8Encode(value, this.bytes, length_at + 4);
    this.bytes[length_at + 4 + written] = 0;
    this.view.setUint32(length_at, written + 1, true);
    this.at = length_at + 4 + written + 1;
  }
  /** A fixed array of numbers: no length in front. */
  numbers(values) {
    const size = values.byteLength;
    if (size === 0) return;
    const at = this.take(values.BYTES_PER_ELEMENT, size);
    this.bytes.set(new Uint8Array(values.buffer, values.byteOffset, size), at);
  }
  /** A sequence of numbers: its length, then the numbers. */
  numberSequence(values) {
    this.uint32(values.length);
    this.numbers(values);
  }
};

// packages/messages/src/codec.ts
var writer = new CdrWriter();
var separator = "=".repeat(80);
var MessageCodec = class {
  name;
  canonical;
  write;
  read;
  text;
  uses;
  constructor(parts) {
    this.name = parts.name;
    this.canonical = parts.canonical;
    this.write = parts.write;
    this.read = parts.read;
    this.text = parts.text;
    this.uses = parts.uses;
  }
  get definition() {
    const sections = /* @__PURE__ */ new Map();
    const collect = (definitions) => {
      for (const { name, text, uses } of definitions)
        if (!sections.has(name)) {
          sections.set(name, `${separator}
MSG: ${name.replace(/\/(msg|srv|action)\//, "/")}
${text}`);
          collect(uses);
        }
    };
    collect(this.uses);
    return [this.text, ...sections.values()].join("\n");
  }
  create() {
    return this.canonical({});
  }
  encode(message) {
    writer.begin();
    this.write(writer, message);
    return writer.finish();
  }
  decode(bytes) {
    const reader = new CdrReader(bytes, this.name);
    const message = this.read(reader);
    reader.end();
    return message;
  }
};

// packages/messages/src/generated/builtin_interfaces.ts
var builtin_interfaces_exports = {};
__export(builtin_interfaces_exports, {
  Duration: () => Duration,
  Time: () => Time
});
var Duration = new MessageCodec({
  name: "builtin_interfaces/msg/Duration",
  text: `int32 sec
uint32 nanosec`,
  uses: [],
  canonical: (m) => ({
    sec: int32(m.sec, "builtin_interfaces/Duration.sec"),
    nanosec: uint32(m.nanosec, "builtin_interfaces/Duration.nanosec")
  }),
  write: (w, m) => {
    w.int32(m.sec);
    w.uint32(m.nanosec);
  },
  read: (r2) => ({
    sec: r2.int32("sec"),
    nanosec: r2.uint32("nanosec")
  })
});
var Time = new MessageCodec({
  name: "builtin_interfaces/msg/Time",
  text: `int32 sec
uint32 nanosec`,
  uses: [],
  canonical: (m) => ({
    sec: int32(m.sec, "builtin_interfaces/Time.sec"),
    nanosec: uint32(m.nanosec, "builtin_interfaces/Time.nanosec")
  }),
  write: (w, m) => {
    w.int32(m.sec);
    w.uint32(m.nanosec);
  },
  read: (r2) => ({
    sec: r2.int32("sec"),
    nanosec: r2.uint32("nanosec")
  })
});

// packages/messages/src/generated/service_msgs.ts
var service_msgs_exports = {};
__export(service_msgs_exports, {
  ServiceEventInfo: () => ServiceEventInfo
});
var ServiceEventInfo = Object.assign(
  new MessageCodec({
    name: "service_msgs/msg/ServiceEventInfo",
    text: `uint8 REQUEST_SENT = 0
uint8 REQUEST_RECEIVED = 1
uint8 RESPONSE_SENT = 2
uint8 RESPONSE_RECEIVED = 3
uint8 event_type
builtin_interfaces/Time stamp
char[16] client_gid
int64 sequence_number`,
    uses: [Time],
    canonical: (m) => ({
      event_type: uint8(m.event_type, "service_msgs/ServiceEventInfo.event_type"),
      stamp: Time.canonical(part(m.stamp, "service_msgs/ServiceEventInfo.stamp")),
      client_gid: numbers(m.client_gid, "service_msgs/ServiceEventInfo.client_gid", Uint8Array, 16),
      sequence_number: int64(m.sequence_number, "service_msgs/ServiceEventInfo.sequence_number")
    }),
    write: (w, m) => {
      w.uint8(m.event_type);
      Time.write(w, m.stamp);
      w.numbers(m.client_gid);
      w.int64(m.sequence_number);
    },
    read: (r2) => ({
      event_type: r2.uint8("event_type"),
      stamp: Time.read(r2),
      client_gid: r2.numbers("client_gid", Uint8Array, 16),
      sequence_number: r2.int64("sequence_number")
    })
  }),
  {
    REQUEST_SENT: 0,
    REQUEST_RECEIVED: 1,
    RESPONSE_SENT: 2,
    RESPONSE_RECEIVED: 3
  }
);

// packages/messages/src/generated/unique_identifier_msgs.ts
var unique_identifier_msgs_exports = {};
__export(unique_identifier_msgs_exports, {
  UUID: () => UUID
});
var UUID = new MessageCodec({
  name: "unique_identifier_msgs/msg/UUID",
  text: `uint8[16] uuid`,
  uses: [],
  canonical: (m) => ({
    uuid: numbers(m.uuid, "unique_identifier_msgs/UUID.uuid", Uint8Array, 16)
  }),
  write: (w, m) => {
    w.numbers(m.uuid);
  },
  read: (r2) => ({
    uuid: r2.numbers("uuid", Uint8Array, 16)
  })
});

// packages/messages/src/generated/action_msgs.ts
var GoalInfo = new MessageCodec({
  name: "action_msgs/msg/GoalInfo",
  text: `unique_identifier_msgs/UUID goal_id
builtin_interfaces/Time stamp`,
  uses: [UUID, Time],
  canonical: (m) => ({
    goal_id: UUID.canonical(part(m.goal_id, "action_msgs/GoalInfo.goal_id")),
    stamp: Time.canonical(part(m.stamp, "action_msgs/GoalInfo.stamp"))
  }),
  write: (w, m) => {
    UUID.write(w, m.goal_id);
    Time.write(w, m.stamp);
  },
  read: (r2) => ({
    goal_id: UUID.read(r2),
    stamp: Time.read(r2)
  })
});
var CancelGoal_Request = new MessageCodec({
  name: "action_msgs/srv/CancelGoal_Request",
  text: `GoalInfo goal_info`,
  uses: [GoalInfo],
  canonical: (m) => ({
    goal_info: GoalInfo.canonical(part(m.goal_info, "action_msgs/CancelGoal_Request.goal_info"))
  }),
  write: (w, m) => {
    GoalInfo.write(w, m.goal_info);
  },
  read: (r2) => ({
    goal_info: GoalInfo.read(r2)
  })
});
var CancelGoal_Response = Object.assign(
  new MessageCodec({
    name: "action_msgs/srv/CancelGoal_Response",
    text: `int8 ERROR_NONE=0
int8 ERROR_REJECTED=1
int8 ERROR_UNKNOWN_GOAL_ID=2
int8 ERROR_GOAL_TERMINATED=3
int8 return_code
GoalInfo[] goals_canceling`,
    uses: [GoalInfo],
    canonical: (m) => ({
      return_code: int8(m.return_code, "action_msgs/CancelGoal_Response.return_code"),
      goals_canceling: list(m.goals_canceling, "action_msgs/CancelGoal_Response.goals_canceling", (e, at) => GoalInfo.canonical(part(e, at)))
    }),
    write: (w, m) => {
      w.int8(m.return_code);
      w.uint32(m.goals_canceling.length);
      for (const e of m.goals_canceling) GoalInfo.write(w, e);
    },
    read: (r2) => ({
      return_code: r2.int8("return_code"),
      goals_canceling: r2.list("goals_canceling", GoalInfo.read)
    })
  }),
  {
    ERROR_NONE: 0,
    ERROR_REJECTED: 1,
    ERROR_UNKNOWN_GOAL_ID: 2,
    ERROR_GOAL_TERMINATED: 3
  }
);
var CancelGoal_Event = new MessageCodec({
  name: "action_msgs/srv/CancelGoal_Event",
  text: `service_msgs/ServiceEventInfo info
CancelGoal_Request[<=1] request
CancelGoal_Response[<=1] response`,
  uses: [ServiceEventInfo, CancelGoal_Request, CancelGoal_Response],
  canonical: (m) => ({
    info: ServiceEventInfo.canonical(part(m.info, "action_msgs/CancelGoal_Event.info")),
    request: list(m.request, "action_msgs/CancelGoal_Event.request", (e, at) => CancelGoal_Request.canonical(part(e, at))),
    response: list(m.response, "action_msgs/CancelGoal_Event.response", (e, at) => CancelGoal_Response.canonical(part(e, at)))
  }),
  write: (w, m) => {
    ServiceEventInfo.write(w, m.info);
    w.uint32(m.request.length);
    for (const e of m.request) CancelGoal_Request.write(w, e);
    w.uint32(m.response.length);
    for (const e of m.response) CancelGoal_Response.write(w, e);
  },
  read: (r2) => ({
    info: ServiceEventInfo.read(r2),
    request: r2.list("request", CancelGoal_Request.read),
    response: r2.list("response", CancelGoal_Response.read)
  })
});
var GoalStatus = Object.assign(
  new MessageCodec({
    name: "action_msgs/msg/GoalStatus",
    text: `int8 STATUS_UNKNOWN = 0
int8 STATUS_ACCEPTED = 1
int8 STATUS_EXECUTING = 2
int8 STATUS_CANCELING = 3
int8 STATUS_SUCCEEDED = 4
int8 STATUS_CANCELED = 5
int8 STATUS_ABORTED = 6
GoalInfo goal_info
int8 status`,
    uses: [GoalInfo],
    canonical: (m) => ({
      goal_info: GoalInfo.canonical(part(m.goal_info, "action_msgs/GoalStatus.goal_info")),
      status: int8(m.status, "action_msgs/GoalStatus.status")
    }),
    write: (w, m) => {
      GoalInfo.write(w, m.goal_info);
      w.int8(m.status);
    },
    read: (r2) => ({
      goal_info: GoalInfo.read(r2),
      status: r2.int8("status")
    })
  }),
  {
    STATUS_UNKNOWN: 0,
    STATUS_ACCEPTED: 1,
    STATUS_EXECUTING: 2,
    STATUS_CANCELING: 3,
    STATUS_SUCCEEDED: 4,
    STATUS_CANCELED: 5,
    STATUS_ABORTED: 6
  }
);
var GoalStatusArray = new MessageCodec({
  name: "action_msgs/msg/GoalStatusArray",
  text: `GoalStatus[] status_list`,
  uses: [GoalStatus],
  canonical: (m) => ({
    status_list: list(m.status_list, "action_msgs/GoalStatusArray.status_list", (e, at) => GoalStatus.canonical(part(e, at)))
  }),
  write: (w, m) => {
    w.uint32(m.status_list.length);
    for (const e of m.status_list) GoalStatus.write(w, e);
  },
  read: (r2) => ({
    status_list: r2.list("status_list", GoalStatus.read)
  })
});
var CancelGoal = {
  name: "action_msgs/srv/CancelGoal",
  request: CancelGoal_Request,
  response: CancelGoal_Response,
  event: CancelGoal_Event
};

// packages/messages/src/generated/diagnostic_msgs.ts
var diagnostic_msgs_exports = {};
__export(diagnostic_msgs_exports, {
  DiagnosticArray: () => DiagnosticArray,
  DiagnosticStatus: () => DiagnosticStatus,
  KeyValue: () => KeyValue
});

// packages/messages/src/generated/std_msgs.ts
var std_msgs_exports = {};
__export(std_msgs_exports, {
  Bool: () => Bool,
  ColorRGBA: () => ColorRGBA,
  Empty: () => Empty,
  Float32: () => Float32,
  Float64: () => Float64,
  Header: () => Header,
  Int32: () => Int32,
  Int64: () => Int64,
  String: () => String2,
  UInt32: () => UInt32,
  UInt8: () => UInt8
});
var Bool = new MessageCodec({
  name: "std_msgs/msg/Bool",
  text: `bool data`,
  uses: [],
  canonical: (m) => ({
    data: bool(m.data, "std_msgs/Bool.data")
  }),
  write: (w, m) => {
    w.bool(m.data);
  },
  read: (r2) => ({
    data: r2.bool("data")
  })
});
var ColorRGBA = new MessageCodec({
  name: "std_msgs/msg/ColorRGBA",
  text: `float32 r
float32 g
float32 b
float32 a`,
  uses: [],
  canonical: (m) => ({
    r: float32(m.r, "std_msgs/ColorRGBA.r"),
    g: float32(m.g, "std_msgs/ColorRGBA.g"),
    b: float32(m.b, "std_msgs/ColorRGBA.b"),
    a: float32(m.a, "std_msgs/ColorRGBA.a")
  }),
  write: (w, m) => {
    w.float32(m.r);
    w.float32(m.g);
    w.float32(m.b);
    w.float32(m.a);
  },
  read: (r2) => ({
    r: r2.float32("r"),
    g: r2.float32("g"),
    b: r2.float32("b"),
    a: r2.float32("a")
  })
});
var Empty = new MessageCodec({
  name: "std_msgs/msg/Empty",
  text: ``,
  uses: [],
  canonical: () => ({}),
  write: (w) => w.uint8(0),
  read: (r2) => {
    r2.uint8("(empty)");
    return {};
  }
});
var Float32 = new MessageCodec({
  name: "std_msgs/msg/Float32",
  text: `float32 data`,
  uses: [],
  canonical: (m) => ({
    data: float32(m.data, "std_msgs/Float32.data")
  }),
  write: (w, m) => {
    w.float32(m.data);
  },
  read: (r2) => ({
    data: r2.float32("data")
  })
});
var Float64 = new MessageCodec({
  name: "std_msgs/msg/Float64",
  text: `float64 data`,
  uses: [],
  canonical: (m) => ({
    data: float64(m.data, "std_msgs/Float64.data")
  }),
  write: (w, m) => {
    w.float64(m.data);
  },
  read: (r2) => ({
    data: r2.float64("data")
  })
});
var Header = new MessageCodec({
  name: "std_msgs/msg/Header",
  text: `builtin_interfaces/Time stamp
string frame_id`,
  uses: [Time],
  canonical: (m) => ({
    stamp: Time.canonical(part(m.stamp, "std_msgs/Header.stamp")),
    frame_id: string(m.frame_id, "std_msgs/Header.frame_id")
  }),
  write: (w, m) => {
    Time.write(w, m.stamp);
    w.string(m.frame_id);
  },
  read: (r2) => ({
    stamp: Time.read(r2),
    frame_id: r2.string("frame_id")
  })
});
var Int32 = new MessageCodec({
  name: "std_msgs/msg/Int32",
  text: `int32 data`,
  uses: [],
  canonical: (m) => ({
    data: int32(m.data, "std_msgs/Int32.data")
  }),
  write: (w, m) => {
    w.int32(m.data);
  },
  read: (r2) => ({
    data: r2.int32("data")
  })
});
var Int64 = new MessageCodec({
  name: "std_msgs/msg/Int64",
  text: `int64 data`,
  uses: [],
  canonical: (m) => ({
    data: int64(m.data, "std_msgs/Int64.data")
  }),
  write: (w, m) => {
    w.int64(m.data);
  },
  read: (r2) => ({
    data: r2.int64("data")
  })
});
var String2 = new MessageCodec({
  name: "std_msgs/msg/String",
  text: `string data`,
  uses: [],
  canonical: (m) => ({
    data: string(m.data, "std_msgs/String.data")
  }),
  write: (w, m) => {
    w.string(m.data);
  },
  read: (r2) => ({
    data: r2.string("data")
  })
});
var UInt32 = new MessageCodec({
  name: "std_msgs/msg/UInt32",
  text: `uint32 data`,
  uses: [],
  canonical: (m) => ({
    data: uint32(m.data, "std_msgs/UInt32.data")
  }),
  write: (w, m) => {
    w.uint32(m.data);
  },
  read: (r2) => ({
    data: r2.uint32("data")
  })
});
var UInt8 = new MessageCodec({
  name: "std_msgs/msg/UInt8",
  text: `uint8 data`,
  uses: [],
  canonical: (m) => ({
    data: uint8(m.data, "std_msgs/UInt8.data")
  }),
  write: (w, m) => {
    w.uint8(m.data);
  },
  read: (r2) => ({
    data: r2.uint8("data")
  })
});

// packages/messages/src/generated/diagnostic_msgs.ts
var KeyValue = new MessageCodec({
  name: "diagnostic_msgs/msg/KeyValue",
  text: `string key
string value`,
  uses: [],
  canonical: (m) => ({
    key: string(m.key, "diagnostic_msgs/KeyValue.key"),
    value: string(m.value, "diagnostic_msgs/KeyValue.value")
  }),
  write: (w, m) => {
    w.string(m.key);
    w.string(m.value);
  },
  read: (r2) => ({
    key: r2.string("key"),
    value: r2.string("value")
  })
});
var DiagnosticStatus = Object.assign(
  new MessageCodec({
    name: "diagnostic_msgs/msg/DiagnosticStatus",
    text: `byte OK=0
byte WARN=1
byte ERROR=2
byte STALE=3
byte level
string name
string message
string hardware_id
KeyValue[] values`,
    uses: [KeyValue],
    canonical: (m) => ({
      level: uint8(m.level, "diagnostic_msgs/DiagnosticStatus.level"),
      name: string(m.name, "diagnostic_msgs/DiagnosticStatus.name"),
      message: string(m.message, "diagnostic_msgs/DiagnosticStatus.message"),
      hardware_id: string(m.hardware_id, "diagnostic_msgs/DiagnosticStatus.hardware_id"),
      values: list(m.values, "diagnostic_msgs/DiagnosticStatus.values", (e, at) => KeyValue.canonical(part(e, at)))
    }),
    write: (w, m) => {
      w.uint8(m.level);
      w.string(m.name);
      w.string(m.message);
      w.string(m.hardware_id);
      w.uint32(m.values.length);
      for (const e of m.values) KeyValue.write(w, e);
    },
    read: (r2) => ({
      level: r2.uint8("level"),
      name: r2.string("name"),
      message: r2.string("message"),
      hardware_id: r2.string("hardware_id"),
      values: r2.list("values", KeyValue.read)
    })
  }),
  {
    OK: 0,
    WARN: 1,
    ERROR: 2,
    STALE: 3
  }
);
var DiagnosticArray = new MessageCodec({
  name: "diagnostic_msgs/msg/DiagnosticArray",
  text: `std_msgs/Header header
DiagnosticStatus[] status`,
  uses: [Header, DiagnosticStatus],
  canonical: (m) => ({
    header: Header.canonical(part(m.header, "diagnostic_msgs/DiagnosticArray.header")),
    status: list(m.status, "diagnostic_msgs/DiagnosticArray.status", (e, at) => DiagnosticStatus.canonical(part(e, at)))
  }),
  write: (w, m) => {
    Header.write(w, m.header);
    w.uint32(m.status.length);
    for (const e of m.status) DiagnosticStatus.write(w, e);
  },
  read: (r2) => ({
    header: Header.read(r2),
    status: r2.list("status", DiagnosticStatus.read)
  })
});

// packages/messages/src/generated/geometry_msgs.ts
var geometry_msgs_exports = {};
__export(geometry_msgs_exports, {
  Point: () => Point,
  Point32: () => Point32,
  PointStamped: () => PointStamped,
  Polygon: () => Polygon,
  PolygonStamped: () => PolygonStamped,
  Pose: () => Pose,
  PoseArray: () => PoseArray,
  PoseStamped: () => PoseStamped,
  PoseWithCovariance: () => PoseWithCovariance,
  PoseWithCovarianceStamped: () => PoseWithCovarianceStamped,
  Quaternion: () => Quaternion,
  Transform: () => Transform,
  TransformStamped: () => TransformStamped,
  Twist: () => Twist,
  TwistStamped: () => TwistStamped,
  TwistWithCovariance: () => TwistWithCovariance,
  Vector3: () => Vector3,
  Vector3Stamped: () => Vector3Stamped
});
var Point = new MessageCodec({
  name: "geometry_msgs/msg/Point",
  text: `float64 x
float64 y
float64 z`,
  uses: [],
  canonical: (m) => ({
    x: float64(m.x, "geometry_msgs/Point.x"),
    y: float64(m.y, "geometry_msgs/Point.y"),
    z: float64(m.z, "geometry_msgs/Point.z")
  }),
  write: (w, m) => {
    w.float64(m.x);
    w.float64(m.y);
    w.float64(m.z);
  },
  read: (r2) => ({
    x: r2.float64("x"),
    y: r2.float64("y"),
    z: r2.float64("z")
  })
});
var Point32 = new MessageCodec({
  name: "geometry_msgs/msg/Point32",
  text: `float32 x
float32 y
float32 z`,
  uses: [],
  canonical: (m) => ({
    x: float32(m.x, "geometry_msgs/Point32.x"),
    y: float32(m.y, "geometry_msgs/Point32.y"),
    z: float32(m.z, "geometry_msgs/Point32.z")
  }),
  write: (w, m) => {
    w.float32(m.x);
    w.float32(m.y);
    w.float32(m.z);
  },
  read: (r2) => ({
    x: r2.float32("x"),
    y: r2.float32("y"),
    z: r2.float32("z")
  })
});
var PointStamped = new MessageCodec({
  name: "geometry_msgs/msg/PointStamped",
  text: `std_msgs/Header header
Point point`,
  uses: [Header, Point],
  canonical: (m) => ({
    header: Header.canonical(part(m.header, "geometry_msgs/PointStamped.header")),
    point: Point.canonical(part(m.point, "geometry_msgs/PointStamped.point"))
  }),
  write: (w, m) => {
    Header.write(w, m.header);
    Point.write(w, m.point);
  },
  read: (r2) => ({
    header: Header.read(r2),
    point: Point.read(r2)
  })
});
var Polygon = new MessageCodec({
  name: "geometry_msgs/msg/Polygon",
  text: `Point32[] points`,
  uses: [Point32],
  canonical: (m) => ({
    points: list(m.points, "geometry_msgs/Polygon.points", (e, at) => Point32.canonical(part(e, at)))
  }),
  write: (w, m) => {
    w.uint32(m.points.length);
    for (const e of m.points) Point32.write(w, e);
  },
  read: (r2) => ({
    points: r2.list("points", Point32.read)
  })
});
var PolygonStamped = new MessageCodec({
  name: "geometry_msgs/msg/PolygonStamped",
  text: `std_msgs/Header header
Polygon polygon`,
  uses: [Header, Polygon],
  canonical: (m) => ({
    header: Header.canonical(part(m.header, "geometry_msgs/PolygonStamped.header")),
    polygon: Polygon.canonical(part(m.polygon, "geometry_msgs/PolygonStamped.polygon"))
  }),
  write: (w, m) => {
    Header.write(w, m.header);
    Polygon.write(w, m.polygon);
  },
  read: (r2) => ({
    header: Header.read(r2),
    polygon: Polygon.read(r2)
  })
});
var Quaternion = new MessageCodec({
  name: "geometry_msgs/msg/Quaternion",
  text: `float64 x 0
float64 y 0
float64 z 0
float64 w 1`,
  uses: [],
  canonical: (m) => ({
    x: float64(m.x, "geometry_msgs/Quaternion.x"),
    y: float64(m.y, "geometry_msgs/Quaternion.y"),
    z: float64(m.z, "geometry_msgs/Quaternion.z"),
    w: float64(m.w, "geometry_msgs/Quaternion.w", 1)
  }),
  write: (w, m) => {
    w.float64(m.x);
    w.float64(m.y);
    w.float64(m.z);
    w.float64(m.w);
  },
  read: (r2) => ({
    x: r2.float64("x"),
    y: r2.float64("y"),
    z: r2.float64("z"),
    w: r2.float64("w")
  })
});
var Pose = new MessageCodec({
  name: "geometry_msgs/msg/Pose",
  text: `Point position
Quaternion orientation`,
  uses: [Point, Quaternion],
  canonical: (m) => ({
    position: Point.canonical(part(m.position, "geometry_msgs/Pose.position")),
    orientation: Quaternion.canonical(part(m.orientation, "geometry_msgs/Pose.orientation"))
  }),
  write: (w, m) => {
    Point.write(w, m.position);
    Quaternion.write(w, m.orientation);
  },
  read: (r2) => ({
    position: Point.read(r2),
    orientation: Quaternion.read(r2)
  })
});
var PoseArray = new MessageCodec({
  name: "geometry_msgs/msg/PoseArray",
  text: `std_msgs/Header header
Pose[] poses`,
  uses: [Header, Pose],
  canonical: (m) => ({
    header: Header.canonical(part(m.header, "geometry_msgs/PoseArray.header")),
    poses: list(m.poses, "geometry_msgs/PoseArray.poses", (e, at) => Pose.canonical(part(e, at)))
  }),
  write: (w, m) => {
    Header.write(w, m.header);
    w.uint32(m.poses.length);
    for (const e of m.poses) Pose.write(w, e);
  },
  read: (r2) => ({
    header: Header.read(r2),
    poses: r2.list("poses", Pose.read)
  })
});
var PoseStamped = new MessageCodec({
  name: "geometry_msgs/msg/PoseStamped",
  text: `std_msgs/Header header
Pose pose`,
  uses: [Header, Pose],
  canonical: (m) => ({
    header: Header.canonical(part(m.header, "geometry_msgs/PoseStamped.header")),
    pose: Pose.canonical(part(m.pose, "geometry_msgs/PoseStamped.pose"))
  }),
  write: (w, m) => {
    Header.write(w, m.header);
    Pose.write(w, m.pose);
  },
  read: (r2) => ({
    header: Header.read(r2),
    pose: Pose.read(r2)
  })
});
var PoseWithCovariance = new MessageCodec({
  name: "geometry_msgs/msg/PoseWithCovariance",
  text: `Pose pose
float64[36] covariance`,
  uses: [Pose],
  canonical: (m) => ({
    pose: Pose.canonical(part(m.pose, "geometry_msgs/PoseWithCovariance.pose")),
    covariance: numbers(m.covariance, "geometry_msgs/PoseWithCovariance.covariance", Float64Array, 36)
  }),
  write: (w, m) => {
    Pose.write(w, m.pose);
    w.numbers(m.covariance);
  },
  read: (r2) => ({
    pose: Pose.read(r2),
    covariance: r2.numbers("covariance", Float64Array, 36)
  })
});
var PoseWithCovarianceStamped = new MessageCodec({
  name: "geometry_msgs/msg/PoseWithCovarianceStamped",
  text: `std_msgs/Header header
PoseWithCovariance pose`,
  uses: [Header, PoseWithCovariance],
  canonical: (m) => ({
    header: Header.canonical(part(m.header, "geometry_msgs/PoseWithCovarianceStamped.header")),
    pose: PoseWithCovariance.canonical(part(m.pose, "geometry_msgs/PoseWithCovarianceStamped.pose"))
  }),
  write: (w, m) => {
    Header.write(w, m.header);
    PoseWithCovariance.write(w, m.pose);
  },
  read: (r2) => ({
    header: Header.read(r2),
    pose: PoseWithCovariance.read(r2)
  })
});
var Vector3 = new MessageCodec({
  name: "geometry_msgs/msg/Vector3",
  text: `float64 x
float64 y
float64 z`,
  uses: [],
  canonical: (m) => ({
    x: float64(m.x, "geometry_msgs/Vector3.x"),
    y: float64(m.y, "geometry_msgs/Vector3.y"),
    z: float64(m.z, "geometry_msgs/Vector3.z")
  }),
  write: (w, m) => {
    w.float64(m.x);
    w.float64(m.y);
    w.float64(m.z);
  },
  read: (r2) => ({
    x: r2.float64("x"),
    y: r2.float64("y"),
    z: r2.float64("z")
  })
});
var Transform = new MessageCodec({
  name: "geometry_msgs/msg/Transform",
  text: `Vector3 translation
Quaternion rotation`,
  uses: [Vector3, Quaternion],
  canonical: (m) => ({
    translation: Vector3.canonical(part(m.translation, "geometry_msgs/Transform.translation")),
    rotation: Quaternion.canonical(part(m.rotation, "geometry_msgs/Transform.rotation"))
  }),
  write: (w, m) => {
    Vector3.write(w, m.translation);
    Quaternion.write(w, m.rotation);
  },
  read: (r2) => ({
    translation: Vector3.read(r2),
    rotation: Quaternion.read(r2)
  })
});
var TransformStamped = new MessageCodec({
  name: "geometry_msgs/msg/TransformStamped",
  text: `std_msgs/Header header
string child_frame_id
Transform transform`,
  uses: [Header, Transform],
  canonical: (m) => ({
    header: Header.canonical(part(m.header, "geometry_msgs/TransformStamped.header")),
    child_frame_id: string(m.child_frame_id, "geometry_msgs/TransformStamped.child_frame_id"),
    transform: Transform.canonical(part(m.transform, "geometry_msgs/TransformStamped.transform"))
  }),
  write: (w, m) => {
    Header.write(w, m.header);
    w.string(m.child_frame_id);
    Transform.write(w, m.transform);
  },
  read: (r2) => ({
    header: Header.read(r2),
    child_frame_id: r2.string("child_frame_id"),
    transform: Transform.read(r2)
  })
});
var Twist = new MessageCodec({
  name: "geometry_msgs/msg/Twist",
  text: `Vector3 linear
Vector3 angular`,
  uses: [Vector3],
  canonical: (m) => ({
    linear: Vector3.canonical(part(m.linear, "geometry_msgs/Twist.linear")),
    angular: Vector3.canonical(part(m.angular, "geometry_msgs/Twist.angular"))
  }),
  write: (w, m) => {
    Vector3.write(w, m.linear);
    Vector3.write(w, m.angular);
  },
  read: (r2) => ({
    linear: Vector3.read(r2),
    angular: Vector3.read(r2)
  })
});
var TwistStamped = new MessageCodec({
  name: "geometry_msgs/msg/TwistStamped",
  text: `std_msgs/Header header
Twist twist`,
  uses: [Header, Twist],
  canonical: (m) => ({
    header: Header.canonical(part(m.header, "geometry_msgs/TwistStamped.header")),
    twist: Twist.canonical(part(m.twist, "geometry_msgs/TwistStamped.twist"))
  }),
  write: (w, m) => {
    Header.write(w, m.header);
    Twist.write(w, m.twist);
  },
  read: (r2) => ({
    header: Header.read(r2),
    twist: Twist.read(r2)
  })
});
var TwistWithCovariance = new MessageCodec({
  name: "geometry_msgs/msg/TwistWithCovariance",
  text: `Twist twist
float64[36] covariance`,
  uses: [Twist],
  canonical: (m) => ({
    twist: Twist.canonical(part(m.twist, "geometry_msgs/TwistWithCovariance.twist")),
    covariance: numbers(m.covariance, "geometry_msgs/TwistWithCovariance.covariance", Float64Array, 36)
  }),
  write: (w, m) => {
    Twist.write(w, m.twist);
    w.numbers(m.covariance);
  },
  read: (r2) => ({
    twist: Twist.read(r2),
    covariance: r2.numbers("covariance", Float64Array, 36)
  })
});
var Vector3Stamped = new MessageCodec({
  name: "geometry_msgs/msg/Vector3Stamped",
  text: `std_msgs/Header header
Vector3 vector`,
  uses: [Header, Vector3],
  canonical: (m) => ({
    header: Header.canonical(part(m.header, "geometry_msgs/Vector3Stamped.header")),
    vector: Vector3.canonical(part(m.vector, "geometry_msgs/Vector3Stamped.vector"))
  }),
  write: (w, m) => {
    Header.write(w, m.header);
    Vector3.write(w, m.vector);
  },
  read: (r2) => ({
    header: Header.read(r2),
    vector: Vector3.read(r2)
  })
});

// packages/messages/src/generated/homebound_interfaces.ts
var homebound_interfaces_exports = {};
__export(homebound_interfaces_exports, {
  CleaningMotors: () => CleaningMotors,
  DockSensor: () => DockSensor,
  Drive: () => Drive,
  Drive_Feedback: () => Drive_Feedback,
  Drive_Goal: () => Drive_Goal,
  Drive_Result: () => Drive_Result,
  MissionCommand: () => MissionCommand,
  MissionCommand_Event: () => MissionCommand_Event,
  MissionCommand_Request: () => MissionCommand_Request,
  MissionCommand_Response: () => MissionCommand_Response,
  MissionState: () => MissionState,
  MotorState: () => MotorState,
  Safety: () => Safety
});
var CleaningMotors = new MessageCodec({
  name: "homebound_interfaces/msg/CleaningMotors",
  text: `float32 fan
float32 main_brush
float32 side_brush`,
  uses: [],
  canonical: (m) => ({
    fan: float32(m.fan, "homebound_interfaces/CleaningMotors.fan"),
    main_brush: float32(m.main_brush, "homebound_interfaces/CleaningMotors.main_brush"),
    side_brush: float32(m.side_brush, "homebound_interfaces/CleaningMotors.side_brush")
  }),
  write: (w, m) => {
    w.float32(m.fan);
    w.float32(m.main_brush);
    w.float32(m.side_brush);
  },
  read: (r2) => ({
    fan: r2.float32("fan"),
    main_brush: r2.float32("main_brush"),
    side_brush: r2.float32("side_brush")
  })
});
var DockSensor = new MessageCodec({
  name: "homebound_interfaces/msg/DockSensor",
  text: `std_msgs/Header header
bool green_beam
bool red_beam
bool force_field
bool docked`,
  uses: [Header],
  canonical: (m) => ({
    header: Header.canonical(part(m.header, "homebound_interfaces/DockSensor.header")),
    green_beam: bool(m.green_beam, "homebound_interfaces/DockSensor.green_beam"),
    red_beam: bool(m.red_beam, "homebound_interfaces/DockSensor.red_beam"),
    force_field: bool(m.force_field, "homebound_interfaces/DockSensor.force_field"),
    docked: bool(m.docked, "homebound_interfaces/DockSensor.docked")
  }),
  write: (w, m) => {
    Header.write(w, m.header);
    w.bool(m.green_beam);
    w.bool(m.red_beam);
    w.bool(m.force_field);
    w.bool(m.docked);
  },
  read: (r2) => ({
    header: Header.read(r2),
    green_beam: r2.bool("green_beam"),
    red_beam: r2.bool("red_beam"),
    force_field: r2.bool("force_field"),
    docked: r2.bool("docked")
  })
});
var Drive_Feedback = new MessageCodec({
  name: "homebound_interfaces/action/Drive_Feedback",
  text: `float64 progress
float64 remaining
string state`,
  uses: [],
  canonical: (m) => ({
    progress: float64(m.progress, "homebound_interfaces/Drive_Feedback.progress"),
    remaining: float64(m.remaining, "homebound_interfaces/Drive_Feedback.remaining"),
    state: string(m.state, "homebound_interfaces/Drive_Feedback.state")
  }),
  write: (w, m) => {
    w.float64(m.progress);
    w.float64(m.remaining);
    w.string(m.state);
  },
  read: (r2) => ({
    progress: r2.float64("progress"),
    remaining: r2.float64("remaining"),
    state: r2.string("state")
  })
});
var Drive_Goal = new MessageCodec({
  name: "homebound_interfaces/action/Drive_Goal",
  text: `string mode
float64[] path
float64 yaw
float64 distance
float64 max_speed`,
  uses: [],
  canonical: (m) => ({
    mode: string(m.mode, "homebound_interfaces/Drive_Goal.mode"),
    path: numbers(m.path, "homebound_interfaces/Drive_Goal.path", Float64Array),
    yaw: float64(m.yaw, "homebound_interfaces/Drive_Goal.yaw"),
    distance: float64(m.distance, "homebound_interfaces/Drive_Goal.distance"),
    max_speed: float64(m.max_speed, "homebound_interfaces/Drive_Goal.max_speed")
  }),
  write: (w, m) => {
    w.string(m.mode);
    w.numberSequence(m.path);
    w.float64(m.yaw);
    w.float64(m.distance);
    w.float64(m.max_speed);
  },
  read: (r2) => ({
    mode: r2.string("mode"),
    path: r2.numberSequence("path", Float64Array),
    yaw: r2.float64("yaw"),
    distance: r2.float64("distance"),
    max_speed: r2.float64("max_speed")
  })
});
var Drive_Result = new MessageCodec({
  name: "homebound_interfaces/action/Drive_Result",
  text: `string outcome
string reason
float64 blocked_x
float64 blocked_y`,
  uses: [],
  canonical: (m) => ({
    outcome: string(m.outcome, "homebound_interfaces/Drive_Result.outcome"),
    reason: string(m.reason, "homebound_interfaces/Drive_Result.reason"),
    blocked_x: float64(m.blocked_x, "homebound_interfaces/Drive_Result.blocked_x"),
    blocked_y: float64(m.blocked_y, "homebound_interfaces/Drive_Result.blocked_y")
  }),
  write: (w, m) => {
    w.string(m.outcome);
    w.string(m.reason);
    w.float64(m.blocked_x);
    w.float64(m.blocked_y);
  },
  read: (r2) => ({
    outcome: r2.string("outcome"),
    reason: r2.string("reason"),
    blocked_x: r2.float64("blocked_x"),
    blocked_y: r2.float64("blocked_y")
  })
});
var MissionCommand_Request = new MessageCodec({
  name: "homebound_interfaces/srv/MissionCommand_Request",
  text: `string command
float64 x
float64 y`,
  uses: [],
  canonical: (m) => ({
    command: string(m.command, "homebound_interfaces/MissionCommand_Request.command"),
    x: float64(m.x, "homebound_interfaces/MissionCommand_Request.x"),
    y: float64(m.y, "homebound_interfaces/MissionCommand_Request.y")
  }),
  write: (w, m) => {
    w.string(m.command);
    w.float64(m.x);
    w.float64(m.y);
  },
  read: (r2) => ({
    command: r2.string("command"),
    x: r2.float64("x"),
    y: r2.float64("y")
  })
});
var MissionCommand_Response = new MessageCodec({
  name: "homebound_interfaces/srv/MissionCommand_Response",
  text: `bool accepted
string reason`,
  uses: [],
  canonical: (m) => ({
    accepted: bool(m.accepted, "homebound_interfaces/MissionCommand_Response.accepted"),
    reason: string(m.reason, "homebound_interfaces/MissionCommand_Response.reason")
  }),
  write: (w, m) => {
    w.bool(m.accepted);
    w.string(m.reason);
  },
  read: (r2) => ({
    accepted: r2.bool("accepted"),
    reason: r2.string("reason")
  })
});
var MissionCommand_Event = new MessageCodec({
  name: "homebound_interfaces/srv/MissionCommand_Event",
  text: `service_msgs/ServiceEventInfo info
MissionCommand_Request[<=1] request
MissionCommand_Response[<=1] response`,
  uses: [ServiceEventInfo, MissionCommand_Request, MissionCommand_Response],
  canonical: (m) => ({
    info: ServiceEventInfo.canonical(part(m.info, "homebound_interfaces/MissionCommand_Event.info")),
    request: list(m.request, "homebound_interfaces/MissionCommand_Event.request", (e, at) => MissionCommand_Request.canonical(part(e, at))),
    response: list(m.response, "homebound_interfaces/MissionCommand_Event.response", (e, at) => MissionCommand_Response.canonical(part(e, at)))
  }),
  write: (w, m) => {
    ServiceEventInfo.write(w, m.info);
    w.uint32(m.request.length);
    for (const e of m.request) MissionCommand_Request.write(w, e);
    w.uint32(m.response.length);
    for (const e of m.response) MissionCommand_Response.write(w, e);
  },
  read: (r2) => ({
    info: ServiceEventInfo.read(r2),
    request: r2.list("request", MissionCommand_Request.read),
    response: r2.list("response", MissionCommand_Response.read)
  })
});
var MissionState = new MessageCodec({
  name: "homebound_interfaces/msg/MissionState",
  text: `std_msgs/Header header
string state
string reason
string reason_code
float32 coverage
float32 cleaned_area
float32 reachable_area
float32 driven_length
float32 cleaning_time`,
  uses: [Header],
  canonical: (m) => ({
    header: Header.canonical(part(m.header, "homebound_interfaces/MissionState.header")),
    state: string(m.state, "homebound_interfaces/MissionState.state"),
    reason: string(m.reason, "homebound_interfaces/MissionState.reason"),
    reason_code: string(m.reason_code, "homebound_interfaces/MissionState.reason_code"),
    coverage: float32(m.coverage, "homebound_interfaces/MissionState.coverage"),
    cleaned_area: float32(m.cleaned_area, "homebound_interfaces/MissionState.cleaned_area"),
    reachable_area: float32(m.reachable_area, "homebound_interfaces/MissionState.reachable_area"),
    driven_length: float32(m.driven_length, "homebound_interfaces/MissionState.driven_length"),
    cleaning_time: float32(m.cleaning_time, "homebound_interfaces/MissionState.cleaning_time")
  }),
  write: (w, m) => {
    Header.write(w, m.header);
    w.string(m.state);
    w.string(m.reason);
    w.string(m.reason_code);
    w.float32(m.coverage);
    w.float32(m.cleaned_area);
    w.float32(m.reachable_area);
    w.float32(m.driven_length);
    w.float32(m.cleaning_time);
  },
  read: (r2) => ({
    header: Header.read(r2),
    state: r2.string("state"),
    reason: r2.string("reason"),
    reason_code: r2.string("reason_code"),
    coverage: r2.float32("coverage"),
    cleaned_area: r2.float32("cleaned_area"),
    reachable_area: r2.float32("reachable_area"),
    driven_length: r2.float32("driven_length"),
    cleaning_time: r2.float32("cleaning_time")
  })
});
var MotorState = new MessageCodec({
  name: "homebound_interfaces/msg/MotorState",
  text: `std_msgs/Header header
homebound_interfaces/CleaningMotors levels
bool main_brush_jammed
bool side_brush_jammed`,
  uses: [Header, CleaningMotors],
  canonical: (m) => ({
    header: Header.canonical(part(m.header, "homebound_interfaces/MotorState.header")),
    levels: CleaningMotors.canonical(part(m.levels, "homebound_interfaces/MotorState.levels")),
    main_brush_jammed: bool(m.main_brush_jammed, "homebound_interfaces/MotorState.main_brush_jammed"),
    side_brush_jammed: bool(m.side_brush_jammed, "homebound_interfaces/MotorState.side_brush_jammed")
  }),
  write: (w, m) => {
    Header.write(w, m.header);
    CleaningMotors.write(w, m.levels);
    w.bool(m.main_brush_jammed);
    w.bool(m.side_brush_jammed);
  },
  read: (r2) => ({
    header: Header.read(r2),
    levels: CleaningMotors.read(r2),
    main_brush_jammed: r2.bool("main_brush_jammed"),
    side_brush_jammed: r2.bool("side_brush_jammed")
  })
});
var Safety = new MessageCodec({
  name: "homebound_interfaces/msg/Safety",
  text: `std_msgs/Header header
bool bump_left
bool bump_centre
bool bump_right
bool cliff_side_left
bool cliff_front_left
bool cliff_front_right
bool cliff_side_right
bool wheel_drop_left
bool wheel_drop_right
float32 wall_distance`,
  uses: [Header],
  canonical: (m) => ({
    header: Header.canonical(part(m.header, "homebound_interfaces/Safety.header")),
    bump_left: bool(m.bump_left, "homebound_interfaces/Safety.bump_left"),
    bump_centre: bool(m.bump_centre, "homebound_interfaces/Safety.bump_centre"),
    bump_right: bool(m.bump_right, "homebound_interfaces/Safety.bump_right"),
    cliff_side_left: bool(m.cliff_side_left, "homebound_interfaces/Safety.cliff_side_left"),
    cliff_front_left: bool(m.cliff_front_left, "homebound_interfaces/Safety.cliff_front_left"),
    cliff_front_right: bool(m.cliff_front_right, "homebound_interfaces/Safety.cliff_front_right"),
    cliff_side_right: bool(m.cliff_side_right, "homebound_interfaces/Safety.cliff_side_right"),
    wheel_drop_left: bool(m.wheel_drop_left, "homebound_interfaces/Safety.wheel_drop_left"),
    wheel_drop_right: bool(m.wheel_drop_right, "homebound_interfaces/Safety.wheel_drop_right"),
    wall_distance: float32(m.wall_distance, "homebound_interfaces/Safety.wall_distance")
  }),
  write: (w, m) => {
    Header.write(w, m.header);
    w.bool(m.bump_left);
    w.bool(m.bump_centre);
    w.bool(m.bump_right);
    w.bool(m.cliff_side_left);
    w.bool(m.cliff_front_left);
    w.bool(m.cliff_front_right);
    w.bool(m.cliff_side_right);
    w.bool(m.wheel_drop_left);
    w.bool(m.wheel_drop_right);
    w.float32(m.wall_distance);
  },
  read: (r2) => ({
    header: Header.read(r2),
    bump_left: r2.bool("bump_left"),
    bump_centre: r2.bool("bump_centre"),
    bump_right: r2.bool("bump_right"),
    cliff_side_left: r2.bool("cliff_side_left"),
    cliff_front_left: r2.bool("cliff_front_left"),
    cliff_front_right: r2.bool("cliff_front_right"),
    cliff_side_right: r2.bool("cliff_side_right"),
    wheel_drop_left: r2.bool("wheel_drop_left"),
    wheel_drop_right: r2.bool("wheel_drop_right"),
    wall_distance: r2.float32("wall_distance")
  })
});
var MissionCommand = {
  name: "homebound_interfaces/srv/MissionCommand",
  request: MissionCommand_Request,
  response: MissionCommand_Response,
  event: MissionCommand_Event
};
var Drive = {
  name: "homebound_interfaces/action/Drive",
  goal: Drive_Goal,
  result: Drive_Result,
  feedback: Drive_Feedback
};

// packages/messages/src/generated/lifecycle_msgs.ts
var lifecycle_msgs_exports = {};
__export(lifecycle_msgs_exports, {
  ChangeState: () => ChangeState,
  ChangeState_Event: () => ChangeState_Event,
  ChangeState_Request: () => ChangeState_Request,
  ChangeState_Response: () => ChangeState_Response,
  GetState: () => GetState,
  GetState_Event: () => GetState_Event,
  GetState_Request: () => GetState_Request,
  GetState_Response: () => GetState_Response,
  State: () => State,
  Transition: () => Transition,
  TransitionEvent: () => TransitionEvent
});
var Transition = Object.assign(
  new MessageCodec({
    name: "lifecycle_msgs/msg/Transition",
    text: `uint8 TRANSITION_CREATE = 0
uint8 TRANSITION_CONFIGURE = 1
uint8 TRANSITION_CLEANUP = 2
uint8 TRANSITION_ACTIVATE = 3
uint8 TRANSITION_DEACTIVATE = 4
uint8 TRANSITION_UNCONFIGURED_SHUTDOWN = 5
uint8 TRANSITION_INACTIVE_SHUTDOWN = 6
uint8 TRANSITION_ACTIVE_SHUTDOWN = 7
uint8 TRANSITION_DESTROY = 8
uint8 TRANSITION_ON_CONFIGURE_SUCCESS = 10
uint8 TRANSITION_ON_CONFIGURE_FAILURE = 11
uint8 TRANSITION_ON_CONFIGURE_ERROR = 12
uint8 TRANSITION_ON_CLEANUP_SUCCESS = 20
uint8 TRANSITION_ON_CLEANUP_FAILURE = 21
uint8 TRANSITION_ON_CLEANUP_ERROR = 22
uint8 TRANSITION_ON_ACTIVATE_SUCCESS = 30
uint8 TRANSITION_ON_ACTIVATE_FAILURE = 31
uint8 TRANSITION_ON_ACTIVATE_ERROR = 32
uint8 TRANSITION_ON_DEACTIVATE_SUCCESS = 40
uint8 TRANSITION_ON_DEACTIVATE_FAILURE = 41
uint8 TRANSITION_ON_DEACTIVATE_ERROR = 42
uint8 TRANSITION_ON_SHUTDOWN_SUCCESS = 50
uint8 TRANSITION_ON_SHUTDOWN_FAILURE = 51
uint8 TRANSITION_ON_SHUTDOWN_ERROR = 52
uint8 TRANSITION_ON_ERROR_SUCCESS = 60
uint8 TRANSITION_ON_ERROR_FAILURE = 61
uint8 TRANSITION_ON_ERROR_ERROR = 62
uint8 TRANSITION_CALLBACK_SUCCESS = 97
uint8 TRANSITION_CALLBACK_FAILURE = 98
uint8 TRANSITION_CALLBACK_ERROR = 99
uint8 id
string label`,
    uses: [],
    canonical: (m) => ({
      id: uint8(m.id, "lifecycle_msgs/Transition.id"),
      label: string(m.label, "lifecycle_msgs/Transition.label")
    }),
    write: (w, m) => {
      w.uint8(m.id);
      w.string(m.label);
    },
    read: (r2) => ({
      id: r2.uint8("id"),
      label: r2.string("label")
    })
  }),
  {
    TRANSITION_CREATE: 0,
    TRANSITION_CONFIGURE: 1,
    TRANSITION_CLEANUP: 2,
    TRANSITION_ACTIVATE: 3,
    TRANSITION_DEACTIVATE: 4,
    TRANSITION_UNCONFIGURED_SHUTDOWN: 5,
    TRANSITION_INACTIVE_SHUTDOWN: 6,
    TRANSITION_ACTIVE_SHUTDOWN: 7,
    TRANSITION_DESTROY: 8,
    TRANSITION_ON_CONFIGURE_SUCCESS: 10,
    TRANSITION_ON_CONFIGURE_FAILURE: 11,
    TRANSITION_ON_CONFIGURE_ERROR: 12,
    TRANSITION_ON_CLEANUP_SUCCESS: 20,
    TRANSITION_ON_CLEANUP_FAILURE: 21,
    TRANSITION_ON_CLEANUP_ERROR: 22,
    TRANSITION_ON_ACTIVATE_SUCCESS: 30,
    TRANSITION_ON_ACTIVATE_FAILURE: 31,
    TRANSITION_ON_ACTIVATE_ERROR: 32,
    TRANSITION_ON_DEACTIVATE_SUCCESS: 40,
    TRANSITION_ON_DEACTIVATE_FAILURE: 41,
    TRANSITION_ON_DEACTIVATE_ERROR: 42,
    TRANSITION_ON_SHUTDOWN_SUCCESS: 50,
    TRANSITION_ON_SHUTDOWN_FAILURE: 51,
    TRANSITION_ON_SHUTDOWN_ERROR: 52,
    TRANSITION_ON_ERROR_SUCCESS: 60,
    TRANSITION_ON_ERROR_FAILURE: 61,
    TRANSITION_ON_ERROR_ERROR: 62,
    TRANSITION_CALLBACK_SUCCESS: 97,
    TRANSITION_CALLBACK_FAILURE: 98,
    TRANSITION_CALLBACK_ERROR: 99
  }
);
var ChangeState_Request = new MessageCodec({
  name: "lifecycle_msgs/srv/ChangeState_Request",
  text: `Transition transition`,
  uses: [Transition],
  canonical: (m) => ({
    transition: Transition.canonical(part(m.transition, "lifecycle_msgs/ChangeState_Request.transition"))
  }),
  write: (w, m) => {
    Transition.write(w, m.transition);
  },
  read: (r2) => ({
    transition: Transition.read(r2)
  })
});
var ChangeState_Response = new MessageCodec({
  name: "lifecycle_msgs/srv/ChangeState_Response",
  text: `bool success`,
  uses: [],
  canonical: (m) => ({
    success: bool(m.success, "lifecycle_msgs/ChangeState_Response.success")
  }),
  write: (w, m) => {
    w.bool(m.success);
  },
  read: (r2) => ({
    success: r2.bool("success")
  })
});
var ChangeState_Event = new MessageCodec({
  name: "lifecycle_msgs/srv/ChangeState_Event",
  text: `service_msgs/ServiceEventInfo info
ChangeState_Request[<=1] request
ChangeState_Response[<=1] response`,
  uses: [ServiceEventInfo, ChangeState_Request, ChangeState_Response],
  canonical: (m) => ({
    info: ServiceEventInfo.canonical(part(m.info, "lifecycle_msgs/ChangeState_Event.info")),
    request: list(m.request, "lifecycle_msgs/ChangeState_Event.request", (e, at) => ChangeState_Request.canonical(part(e, at))),
    response: list(m.response, "lifecycle_msgs/ChangeState_Event.response", (e, at) => ChangeState_Response.canonical(part(e, at)))
  }),
  write: (w, m) => {
    ServiceEventInfo.write(w, m.info);
    w.uint32(m.request.length);
    for (const e of m.request) ChangeState_Request.write(w, e);
    w.uint32(m.response.length);
    for (const e of m.response) ChangeState_Response.write(w, e);
  },
  read: (r2) => ({
    info: ServiceEventInfo.read(r2),
    request: r2.list("request", ChangeState_Request.read),
    response: r2.list("response", ChangeState_Response.read)
  })
});
var GetState_Request = new MessageCodec({
  name: "lifecycle_msgs/srv/GetState_Request",
  text: ``,
  uses: [],
  canonical: () => ({}),
  write: (w) => w.uint8(0),
  read: (r2) => {
    r2.uint8("(empty)");
    return {};
  }
});
var State = Object.assign(
  new MessageCodec({
    name: "lifecycle_msgs/msg/State",
    text: `uint8 PRIMARY_STATE_UNKNOWN = 0
uint8 PRIMARY_STATE_UNCONFIGURED = 1
uint8 PRIMARY_STATE_INACTIVE = 2
uint8 PRIMARY_STATE_ACTIVE = 3
uint8 PRIMARY_STATE_FINALIZED = 4
uint8 TRANSITION_STATE_CONFIGURING = 10
uint8 TRANSITION_STATE_CLEANINGUP = 11
uint8 TRANSITION_STATE_SHUTTINGDOWN = 12
uint8 TRANSITION_STATE_ACTIVATING = 13
uint8 TRANSITION_STATE_DEACTIVATING = 14
uint8 TRANSITION_STATE_ERRORPROCESSING = 15
uint8 id
string label`,
    uses: [],
    canonical: (m) => ({
      id: uint8(m.id, "lifecycle_msgs/State.id"),
      label: string(m.label, "lifecycle_msgs/State.label")
    }),
    write: (w, m) => {
      w.uint8(m.id);
      w.string(m.label);
    },
    read: (r2) => ({
      id: r2.uint8("id"),
      label: r2.string("label")
    })
  }),
  {
    PRIMARY_STATE_UNKNOWN: 0,
    PRIMARY_STATE_UNCONFIGURED: 1,
    PRIMARY_STATE_INACTIVE: 2,
    PRIMARY_STATE_ACTIVE: 3,
    PRIMARY_STATE_FINALIZED: 4,
    TRANSITION_STATE_CONFIGURING: 10,
    TRANSITION_STATE_CLEANINGUP: 11,
    TRANSITION_STATE_SHUTTINGDOWN: 12,
    TRANSITION_STATE_ACTIVATING: 13,
    TRANSITION_STATE_DEACTIVATING: 14,
    TRANSITION_STATE_ERRORPROCESSING: 15
  }
);
var GetState_Response = new MessageCodec({
  name: "lifecycle_msgs/srv/GetState_Response",
  text: `State current_state`,
  uses: [State],
  canonical: (m) => ({
    current_state: State.canonical(part(m.current_state, "lifecycle_msgs/GetState_Response.current_state"))
  }),
  write: (w, m) => {
    State.write(w, m.current_state);
  },
  read: (r2) => ({
    current_state: State.read(r2)
  })
});
var GetState_Event = new MessageCodec({
  name: "lifecycle_msgs/srv/GetState_Event",
  text: `service_msgs/ServiceEventInfo info
GetState_Request[<=1] request
GetState_Response[<=1] response`,
  uses: [ServiceEventInfo, GetState_Request, GetState_Response],
  canonical: (m) => ({
    info: ServiceEventInfo.canonical(part(m.info, "lifecycle_msgs/GetState_Event.info")),
    request: list(m.request, "lifecycle_msgs/GetState_Event.request", (e, at) => GetState_Request.canonical(part(e, at))),
    response: list(m.response, "lifecycle_msgs/GetState_Event.response", (e, at) => GetState_Response.canonical(part(e, at)))
  }),
  write: (w, m) => {
    ServiceEventInfo.write(w, m.info);
    w.uint32(m.request.length);
    for (const e of m.request) GetState_Request.write(w, e);
    w.uint32(m.response.length);
    for (const e of m.response) GetState_Response.write(w, e);
  },
  read: (r2) => ({
    info: ServiceEventInfo.read(r2),
    request: r2.list("request", GetState_Request.read),
    response: r2.list("response", GetState_Response.read)
  })
});
var TransitionEvent = new MessageCodec({
  name: "lifecycle_msgs/msg/TransitionEvent",
  text: `uint64 timestamp
Transition transition
State start_state
State goal_state`,
  uses: [Transition, State],
  canonical: (m) => ({
    timestamp: uint64(m.timestamp, "lifecycle_msgs/TransitionEvent.timestamp"),
    transition: Transition.canonical(part(m.transition, "lifecycle_msgs/TransitionEvent.transition")),
    start_state: State.canonical(part(m.start_state, "lifecycle_msgs/TransitionEvent.start_state")),
    goal_state: State.canonical(part(m.goal_state, "lifecycle_msgs/TransitionEvent.goal_state"))
  }),
  write: (w, m) => {
    w.uint64(m.timestamp);
    Transition.write(w, m.transition);
    State.write(w, m.start_state);
    State.write(w, m.goal_state);
  },
  read: (r2) => ({
    timestamp: r2.uint64("timestamp"),
    transition: Transition.read(r2),
    start_state: State.read(r2),
    goal_state: State.read(r2)
  })
});
var ChangeState = {
  name: "lifecycle_msgs/srv/ChangeState",
  request: ChangeState_Request,
  response: ChangeState_Response,
  event: ChangeState_Event
};
var GetState = {
  name: "lifecycle_msgs/srv/GetState",
  request: GetState_Request,
  response: GetState_Response,
  event: GetState_Event
};

// packages/messages/src/generated/map_msgs.ts
var map_msgs_exports = {};
__export(map_msgs_exports, {
  OccupancyGridUpdate: () => OccupancyGridUpdate
});
var OccupancyGridUpdate = new MessageCodec({
  name: "map_msgs/msg/OccupancyGridUpdate",
  text: `std_msgs/Header header
int32 x
int32 y
uint32 width
uint32 height
int8[] data`,
  uses: [Header],
  canonical: (m) => ({
    header: Header.canonical(part(m.header, "map_msgs/OccupancyGridUpdate.header")),
    x: int32(m.x, "map_msgs/OccupancyGridUpdate.x"),
    y: int32(m.y, "map_msgs/OccupancyGridUpdate.y"),
    width: uint32(m.width, "map_msgs/OccupancyGridUpdate.width"),
    height: uint32(m.height, "map_msgs/OccupancyGridUpdate.height"),
    data: numbers(m.data, "map_msgs/OccupancyGridUpdate.data", Int8Array)
  }),
  write: (w, m) => {
    Header.write(w, m.header);
    w.int32(m.x);
    w.int32(m.y);
    w.uint32(m.width);
    w.uint32(m.height);
    w.numberSequence(m.data);
  },
  read: (r2) => ({
    header: Header.read(r2),
    x: r2.int32("x"),
    y: r2.int32("y"),
    width: r2.uint32("width"),
    height: r2.uint32("height"),
    data: r2.numberSequence("data", Int8Array)
  })
});

// packages/messages/src/generated/nav2_msgs.ts
var nav2_msgs_exports = {};
__export(nav2_msgs_exports, {
  FollowPath: () => FollowPath,
  FollowPath_Feedback: () => FollowPath_Feedback,
  FollowPath_Goal: () => FollowPath_Goal,
  FollowPath_Result: () => FollowPath_Result,
  NavigateToPose: () => NavigateToPose,
  NavigateToPose_Feedback: () => NavigateToPose_Feedback,
  NavigateToPose_Goal: () => NavigateToPose_Goal,
  NavigateToPose_Result: () => NavigateToPose_Result
});

// packages/messages/src/generated/nav_msgs.ts
var nav_msgs_exports = {};
__export(nav_msgs_exports, {
  GetMap: () => GetMap,
  GetMap_Event: () => GetMap_Event,
  GetMap_Request: () => GetMap_Request,
  GetMap_Response: () => GetMap_Response,
  MapMetaData: () => MapMetaData,
  OccupancyGrid: () => OccupancyGrid,
  Odometry: () => Odometry,
  Path: () => Path
});
var GetMap_Request = new MessageCodec({
  name: "nav_msgs/srv/GetMap_Request",
  text: ``,
  uses: [],
  canonical: () => ({}),
  write: (w) => w.uint8(0),
  read: (r2) => {
    r2.uint8("(empty)");
    return {};
  }
});
var MapMetaData = new MessageCodec({
  name: "nav_msgs/msg/MapMetaData",
  text: `builtin_interfaces/Time map_load_time
float32 resolution
uint32 width
uint32 height
geometry_msgs/Pose origin`,
  uses: [Time, Pose],
  canonical: (m) => ({
    map_load_time: Time.canonical(part(m.map_load_time, "nav_msgs/MapMetaData.map_load_time")),
    resolution: float32(m.resolution, "nav_msgs/MapMetaData.resolution"),
    width: uint32(m.width, "nav_msgs/MapMetaData.width"),
    height: uint32(m.height, "nav_msgs/MapMetaData.height"),
    origin: Pose.canonical(part(m.origin, "nav_msgs/MapMetaData.origin"))
  }),
  write: (w, m) => {
    Time.write(w, m.map_load_time);
    w.float32(m.resolution);
    w.uint32(m.width);
    w.uint32(m.height);
    Pose.write(w, m.origin);
  },
  read: (r2) => ({
    map_load_time: Time.read(r2),
    resolution: r2.float32("resolution"),
    width: r2.uint32("width"),
    height: r2.uint32("height"),
    origin: Pose.read(r2)
  })
});
var OccupancyGrid = new MessageCodec({
  name: "nav_msgs/msg/OccupancyGrid",
  text: `std_msgs/Header header
MapMetaData info
int8[] data`,
  uses: [Header, MapMetaData],
  canonical: (m) => ({
    header: Header.canonical(part(m.header, "nav_msgs/OccupancyGrid.header")),
    info: MapMetaData.canonical(part(m.info, "nav_msgs/OccupancyGrid.info")),
    data: numbers(m.data, "nav_msgs/OccupancyGrid.data", Int8Array)
  }),
  write: (w, m) => {
    Header.write(w, m.header);
    MapMetaData.write(w, m.info);
    w.numberSequence(m.data);
  },
  read: (r2) => ({
    header: Header.read(r2),
    info: MapMetaData.read(r2),
    data: r2.numberSequence("data", Int8Array)
  })
});
var GetMap_Response = new MessageCodec({
  name: "nav_msgs/srv/GetMap_Response",
  text: `nav_msgs/OccupancyGrid map`,
  uses: [OccupancyGrid],
  canonical: (m) => ({
    map: OccupancyGrid.canonical(part(m.map, "nav_msgs/GetMap_Response.map"))
  }),
  write: (w, m) => {
    OccupancyGrid.write(w, m.map);
  },
  read: (r2) => ({
    map: OccupancyGrid.read(r2)
  })
});
var GetMap_Event = new MessageCodec({
  name: "nav_msgs/srv/GetMap_Event",
  text: `service_msgs/ServiceEventInfo info
GetMap_Request[<=1] request
GetMap_Response[<=1] response`,
  uses: [ServiceEventInfo, GetMap_Request, GetMap_Response],
  canonical: (m) => ({
    info: ServiceEventInfo.canonical(part(m.info, "nav_msgs/GetMap_Event.info")),
    request: list(m.request, "nav_msgs/GetMap_Event.request", (e, at) => GetMap_Request.canonical(part(e, at))),
    response: list(m.response, "nav_msgs/GetMap_Event.response", (e, at) => GetMap_Response.canonical(part(e, at)))
  }),
  write: (w, m) => {
    ServiceEventInfo.write(w, m.info);
    w.uint32(m.request.length);
    for (const e of m.request) GetMap_Request.write(w, e);
    w.uint32(m.response.length);
    for (const e of m.response) GetMap_Response.write(w, e);
  },
  read: (r2) => ({
    info: ServiceEventInfo.read(r2),
    request: r2.list("request", GetMap_Request.read),
    response: r2.list("response", GetMap_Response.read)
  })
});
var Odometry = new MessageCodec({
  name: "nav_msgs/msg/Odometry",
  text: `std_msgs/Header header
string child_frame_id
geometry_msgs/PoseWithCovariance pose
geometry_msgs/TwistWithCovariance twist`,
  uses: [Header, PoseWithCovariance, TwistWithCovariance],
  canonical: (m) => ({
    header: Header.canonical(part(m.header, "nav_msgs/Odometry.header")),
    child_frame_id: string(m.child_frame_id, "nav_msgs/Odometry.child_frame_id"),
    pose: PoseWithCovariance.canonical(part(m.pose, "nav_msgs/Odometry.pose")),
    twist: TwistWithCovariance.canonical(part(m.twist, "nav_msgs/Odometry.twist"))
  }),
  write: (w, m) => {
    Header.write(w, m.header);
    w.string(m.child_frame_id);
    PoseWithCovariance.write(w, m.pose);
    TwistWithCovariance.write(w, m.twist);
  },
  read: (r2) => ({
    header: Header.read(r2),
    child_frame_id: r2.string("child_frame_id"),
    pose: PoseWithCovariance.read(r2),
    twist: TwistWithCovariance.read(r2)
  })
});
var Path = new MessageCodec({
  name: "nav_msgs/msg/Path",
  text: `std_msgs/Header header
geometry_msgs/PoseStamped[] poses`,
  uses: [Header, PoseStamped],
  canonical: (m) => ({
    header: Header.canonical(part(m.header, "nav_msgs/Path.header")),
    poses: list(m.poses, "nav_msgs/Path.poses", (e, at) => PoseStamped.canonical(part(e, at)))
  }),
  write: (w, m) => {
    Header.write(w, m.header);
    w.uint32(m.poses.length);
    for (const e of m.poses) PoseStamped.write(w, e);
  },
  read: (r2) => ({
    header: Header.read(r2),
    poses: r2.list("poses", PoseStamped.read)
  })
});
var GetMap = {
  name: "nav_msgs/srv/GetMap",
  request: GetMap_Request,
  response: GetMap_Response,
  event: GetMap_Event
};

// packages/messages/src/generated/nav2_msgs.ts
var FollowPath_Feedback = new MessageCodec({
  name: "nav2_msgs/action/FollowPath_Feedback",
  text: `float32 distance_to_goal
float32 speed`,
  uses: [],
  canonical: (m) => ({
    distance_to_goal: float32(m.distance_to_goal, "nav2_msgs/FollowPath_Feedback.distance_to_goal"),
    speed: float32(m.speed, "nav2_msgs/FollowPath_Feedback.speed")
  }),
  write: (w, m) => {
    w.float32(m.distance_to_goal);
    w.float32(m.speed);
  },
  read: (r2) => ({
    distance_to_goal: r2.float32("distance_to_goal"),
    speed: r2.float32("speed")
  })
});
var FollowPath_Goal = new MessageCodec({
  name: "nav2_msgs/action/FollowPath_Goal",
  text: `nav_msgs/Path path
string controller_id
string goal_checker_id
string progress_checker_id`,
  uses: [Path],
  canonical: (m) => ({
    path: Path.canonical(part(m.path, "nav2_msgs/FollowPath_Goal.path")),
    controller_id: string(m.controller_id, "nav2_msgs/FollowPath_Goal.controller_id"),
    goal_checker_id: string(m.goal_checker_id, "nav2_msgs/FollowPath_Goal.goal_checker_id"),
    progress_checker_id: string(m.progress_checker_id, "nav2_msgs/FollowPath_Goal.progress_checker_id")
  }),
  write: (w, m) => {
    Path.write(w, m.path);
    w.string(m.controller_id);
    w.string(m.goal_checker_id);
    w.string(m.progress_checker_id);
  },
  read: (r2) => ({
    path: Path.read(r2),
    controller_id: r2.string("controller_id"),
    goal_checker_id: r2.string("goal_checker_id"),
    progress_checker_id: r2.string("progress_checker_id")
  })
});
var FollowPath_Result = Object.assign(
  new MessageCodec({
    name: "nav2_msgs/action/FollowPath_Result",
    text: `uint16 NONE=0
uint16 UNKNOWN=100
uint16 INVALID_CONTROLLER=101
uint16 TF_ERROR=102
uint16 INVALID_PATH=103
uint16 PATIENCE_EXCEEDED=104
uint16 FAILED_TO_MAKE_PROGRESS=105
uint16 NO_VALID_CONTROL=106
uint16 CONTROLLER_TIMED_OUT=107
std_msgs/Empty result
uint16 error_code
string error_msg`,
    uses: [Empty],
    canonical: (m) => ({
      result: Empty.canonical(part(m.result, "nav2_msgs/FollowPath_Result.result")),
      error_code: uint16(m.error_code, "nav2_msgs/FollowPath_Result.error_code"),
      error_msg: string(m.error_msg, "nav2_msgs/FollowPath_Result.error_msg")
    }),
    write: (w, m) => {
      Empty.write(w, m.result);
      w.uint16(m.error_code);
      w.string(m.error_msg);
    },
    read: (r2) => ({
      result: Empty.read(r2),
      error_code: r2.uint16("error_code"),
      error_msg: r2.string("error_msg")
    })
  }),
  {
    NONE: 0,
    UNKNOWN: 100,
    INVALID_CONTROLLER: 101,
    TF_ERROR: 102,
    INVALID_PATH: 103,
    PATIENCE_EXCEEDED: 104,
    FAILED_TO_MAKE_PROGRESS: 105,
    NO_VALID_CONTROL: 106,
    CONTROLLER_TIMED_OUT: 107
  }
);
var NavigateToPose_Feedback = new MessageCodec({
  name: "nav2_msgs/action/NavigateToPose_Feedback",
  text: `geometry_msgs/PoseStamped current_pose
builtin_interfaces/Duration navigation_time
builtin_interfaces/Duration estimated_time_remaining
int16 number_of_recoveries
float32 distance_remaining`,
  uses: [PoseStamped, Duration],
  canonical: (m) => ({
    current_pose: PoseStamped.canonical(part(m.current_pose, "nav2_msgs/NavigateToPose_Feedback.current_pose")),
    navigation_time: Duration.canonical(part(m.navigation_time, "nav2_msgs/NavigateToPose_Feedback.navigation_time")),
    estimated_time_remaining: Duration.canonical(part(m.estimated_time_remaining, "nav2_msgs/NavigateToPose_Feedback.estimated_time_remaining")),
    number_of_recoveries: int16(m.number_of_recoveries, "nav2_msgs/NavigateToPose_Feedback.number_of_recoveries"),
    distance_remaining: float32(m.distance_remaining, "nav2_msgs/NavigateToPose_Feedback.distance_remaining")
  }),
  write: (w, m) => {
    PoseStamped.write(w, m.current_pose);
    Duration.write(w, m.navigation_time);
    Duration.write(w, m.estimated_time_remaining);
    w.int16(m.number_of_recoveries);
    w.float32(m.distance_remaining);
  },
  read: (r2) => ({
    current_pose: PoseStamped.read(r2),
    navigation_time: Duration.read(r2),
    estimated_time_remaining: Duration.read(r2),
    number_of_recoveries: r2.int16("number_of_recoveries"),
    distance_remaining: r2.float32("distance_remaining")
  })
});
var NavigateToPose_Goal = new MessageCodec({
  name: "nav2_msgs/action/NavigateToPose_Goal",
  text: `geometry_msgs/PoseStamped pose
string behavior_tree`,
  uses: [PoseStamped],
  canonical: (m) => ({
    pose: PoseStamped.canonical(part(m.pose, "nav2_msgs/NavigateToPose_Goal.pose")),
    behavior_tree: string(m.behavior_tree, "nav2_msgs/NavigateToPose_Goal.behavior_tree")
  }),
  write: (w, m) => {
    PoseStamped.write(w, m.pose);
    w.string(m.behavior_tree);
  },
  read: (r2) => ({
    pose: PoseStamped.read(r2),
    behavior_tree: r2.string("behavior_tree")
  })
});
var NavigateToPose_Result = Object.assign(
  new MessageCodec({
    name: "nav2_msgs/action/NavigateToPose_Result",
    text: `uint16 NONE=0
uint16 error_code
string error_msg`,
    uses: [],
    canonical: (m) => ({
      error_code: uint16(m.error_code, "nav2_msgs/NavigateToPose_Result.error_code"),
      error_msg: string(m.error_msg, "nav2_msgs/NavigateToPose_Result.error_msg")
    }),
    write: (w, m) => {
      w.uint16(m.error_code);
      w.string(m.error_msg);
    },
    read: (r2) => ({
      error_code: r2.uint16("error_code"),
      error_msg: r2.string("error_msg")
    })
  }),
  {
    NONE: 0
  }
);
var FollowPath = {
  name: "nav2_msgs/action/FollowPath",
  goal: FollowPath_Goal,
  result: FollowPath_Result,
  feedback: FollowPath_Feedback
};
var NavigateToPose = {
  name: "nav2_msgs/action/NavigateToPose",
  goal: NavigateToPose_Goal,
  result: NavigateToPose_Result,
  feedback: NavigateToPose_Feedback
};

// packages/messages/src/generated/rcl_interfaces.ts
var rcl_interfaces_exports = {};
__export(rcl_interfaces_exports, {
  Log: () => Log
});
var Log = Object.assign(
  new MessageCodec({
    name: "rcl_interfaces/msg/Log",
    text: `uint8 DEBUG=10
uint8 INFO=20
uint8 WARN=30
uint8 ERROR=40
uint8 FATAL=50
builtin_interfaces/Time stamp
uint8 level
string name
string msg
string file
string function
uint32 line`,
    uses: [Time],
    canonical: (m) => ({
      stamp: Time.canonical(part(m.stamp, "rcl_interfaces/Log.stamp")),
      level: uint8(m.level, "rcl_interfaces/Log.level"),
      name: string(m.name, "rcl_interfaces/Log.name"),
      msg: string(m.msg, "rcl_interfaces/Log.msg"),
      file: string(m.file, "rcl_interfaces/Log.file"),
      function: string(m.function, "rcl_interfaces/Log.function"),
      line: uint32(m.line, "rcl_interfaces/Log.line")
    }),
    write: (w, m) => {
      Time.write(w, m.stamp);
      w.uint8(m.level);
      w.string(m.name);
      w.string(m.msg);
      w.string(m.file);
      w.string(m.function);
      w.uint32(m.line);
    },
    read: (r2) => ({
      stamp: Time.read(r2),
      level: r2.uint8("level"),
      name: r2.string("name"),
      msg: r2.string("msg"),
      file: r2.string("file"),
      function: r2.string("function"),
      line: r2.uint32("line")
    })
  }),
  {
    DEBUG: 10,
    INFO: 20,
    WARN: 30,
    ERROR: 40,
    FATAL: 50
  }
);

// packages/messages/src/generated/rosgraph_msgs.ts
var rosgraph_msgs_exports = {};
__export(rosgraph_msgs_exports, {
  Clock: () => Clock
});
var Clock = new MessageCodec({
  name: "rosgraph_msgs/msg/Clock",
  text: `builtin_interfaces/Time clock`,
  uses: [Time],
  canonical: (m) => ({
    clock: Time.canonical(part(m.clock, "rosgraph_msgs/Clock.clock"))
  }),
  write: (w, m) => {
    Time.write(w, m.clock);
  },
  read: (r2) => ({
    clock: Time.read(r2)
  })
});

// packages/messages/src/generated/sensor_msgs.ts
var sensor_msgs_exports = {};
__export(sensor_msgs_exports, {
  BatteryState: () => BatteryState,
  CameraInfo: () => CameraInfo,
  CompressedImage: () => CompressedImage,
  Image: () => Image,
  Imu: () => Imu,
  JointState: () => JointState,
  LaserScan: () => LaserScan,
  PointCloud2: () => PointCloud2,
  PointField: () => PointField,
  Range: () => Range,
  RegionOfInterest: () => RegionOfInterest
});
var BatteryState = Object.assign(
  new MessageCodec({
    name: "sensor_msgs/msg/BatteryState",
    text: `uint8 POWER_SUPPLY_STATUS_UNKNOWN = 0
uint8 POWER_SUPPLY_STATUS_CHARGING = 1
uint8 POWER_SUPPLY_STATUS_DISCHARGING = 2
uint8 POWER_SUPPLY_STATUS_NOT_CHARGING = 3
uint8 POWER_SUPPLY_STATUS_FULL = 4
uint8 POWER_SUPPLY_HEALTH_UNKNOWN = 0
uint8 POWER_SUPPLY_HEALTH_GOOD = 1
uint8 POWER_SUPPLY_HEALTH_OVERHEAT = 2
uint8 POWER_SUPPLY_HEALTH_DEAD = 3
uint8 POWER_SUPPLY_HEALTH_OVERVOLTAGE = 4
uint8 POWER_SUPPLY_HEALTH_UNSPEC_FAILURE = 5
uint8 POWER_SUPPLY_HEALTH_COLD = 6
uint8 POWER_SUPPLY_HEALTH_WATCHDOG_TIMER_EXPIRE = 7
uint8 POWER_SUPPLY_HEALTH_SAFETY_TIMER_EXPIRE = 8
uint8 POWER_SUPPLY_TECHNOLOGY_UNKNOWN = 0
uint8 POWER_SUPPLY_TECHNOLOGY_NIMH = 1
uint8 POWER_SUPPLY_TECHNOLOGY_LION = 2
uint8 POWER_SUPPLY_TECHNOLOGY_LIPO = 3
uint8 POWER_SUPPLY_TECHNOLOGY_LIFE = 4
uint8 POWER_SUPPLY_TECHNOLOGY_NICD = 5
uint8 POWER_SUPPLY_TECHNOLOGY_LIMN = 6
uint8 POWER_SUPPLY_TECHNOLOGY_TERNARY = 7
uint8 POWER_SUPPLY_TECHNOLOGY_VRLA = 8
std_msgs/Header header
float32 voltage
float32 temperature
float32 current
float32 charge
float32 capacity
float32 design_capacity
float32 percentage
uint8 power_supply_status
uint8 power_supply_health
uint8 power_supply_technology
bool present
float32[] cell_voltage
float32[] cell_temperature
string location
string serial_number`,
    uses: [Header],
    canonical: (m) => ({
      header: Header.canonical(part(m.header, "sensor_msgs/BatteryState.header")),
      voltage: float32(m.voltage, "sensor_msgs/BatteryState.voltage"),
      temperature: float32(m.temperature, "sensor_msgs/BatteryState.temperature"),
      current: float32(m.current, "sensor_msgs/BatteryState.current"),
      charge: float32(m.charge, "sensor_msgs/BatteryState.charge"),
      capacity: float32(m.capacity, "sensor_msgs/BatteryState.capacity"),
      design_capacity: float32(m.design_capacity, "sensor_msgs/BatteryState.design_capacity"),
      percentage: float32(m.percentage, "sensor_msgs/BatteryState.percentage"),
      power_supply_status: uint8(m.power_supply_status, "sensor_msgs/BatteryState.power_supply_status"),
      power_supply_health: uint8(m.power_supply_health, "sensor_msgs/BatteryState.power_supply_health"),
      power_supply_technology: uint8(m.power_supply_technology, "sensor_msgs/BatteryState.power_supply_technology"),
      present: bool(m.present, "sensor_msgs/BatteryState.present"),
      cell_voltage: numbers(m.cell_voltage, "sensor_msgs/BatteryState.cell_voltage", Float32Array),
      cell_temperature: numbers(m.cell_temperature, "sensor_msgs/BatteryState.cell_temperature", Float32Array),
      location: string(m.location, "sensor_msgs/BatteryState.location"),
      serial_number: string(m.serial_number, "sensor_msgs/BatteryState.serial_number")
    }),
    write: (w, m) => {
      Header.write(w, m.header);
      w.float32(m.voltage);
      w.float32(m.temperature);
      w.float32(m.current);
      w.float32(m.charge);
      w.float32(m.capacity);
      w.float32(m.design_capacity);
      w.float32(m.percentage);
      w.uint8(m.power_supply_status);
      w.uint8(m.power_supply_health);
      w.uint8(m.power_supply_technology);
      w.bool(m.present);
      w.numberSequence(m.cell_voltage);
      w.numberSequence(m.cell_temperature);
      w.string(m.location);
      w.string(m.serial_number);
    },
    read: (r2) => ({
      header: Header.read(r2),
      voltage: r2.float32("voltage"),
      temperature: r2.float32("temperature"),
      current: r2.float32("current"),
      charge: r2.float32("charge"),
      capacity: r2.float32("capacity"),
      design_capacity: r2.float32("design_capacity"),
      percentage: r2.float32("percentage"),
      power_supply_status: r2.uint8("power_supply_status"),
      power_supply_health: r2.uint8("power_supply_health"),
      power_supply_technology: r2.uint8("power_supply_technology"),
      present: r2.bool("present"),
      cell_voltage: r2.numberSequence("cell_voltage", Float32Array),
      cell_temperature: r2.numberSequence("cell_temperature", Float32Array),
      location: r2.string("location"),
      serial_number: r2.string("serial_number")
    })
  }),
  {
    POWER_SUPPLY_STATUS_UNKNOWN: 0,
    POWER_SUPPLY_STATUS_CHARGING: 1,
    POWER_SUPPLY_STATUS_DISCHARGING: 2,
    POWER_SUPPLY_STATUS_NOT_CHARGING: 3,
    POWER_SUPPLY_STATUS_FULL: 4,
    POWER_SUPPLY_HEALTH_UNKNOWN: 0,
    POWER_SUPPLY_HEALTH_GOOD: 1,
    POWER_SUPPLY_HEALTH_OVERHEAT: 2,
    POWER_SUPPLY_HEALTH_DEAD: 3,
    POWER_SUPPLY_HEALTH_OVERVOLTAGE: 4,
    POWER_SUPPLY_HEALTH_UNSPEC_FAILURE: 5,
    POWER_SUPPLY_HEALTH_COLD: 6,
    POWER_SUPPLY_HEALTH_WATCHDOG_TIMER_EXPIRE: 7,
    POWER_SUPPLY_HEALTH_SAFETY_TIMER_EXPIRE: 8,
    POWER_SUPPLY_TECHNOLOGY_UNKNOWN: 0,
    POWER_SUPPLY_TECHNOLOGY_NIMH: 1,
    POWER_SUPPLY_TECHNOLOGY_LION: 2,
    POWER_SUPPLY_TECHNOLOGY_LIPO: 3,
    POWER_SUPPLY_TECHNOLOGY_LIFE: 4,
    POWER_SUPPLY_TECHNOLOGY_NICD: 5,
    POWER_SUPPLY_TECHNOLOGY_LIMN: 6,
    POWER_SUPPLY_TECHNOLOGY_TERNARY: 7,
    POWER_SUPPLY_TECHNOLOGY_VRLA: 8
  }
);
var RegionOfInterest = new MessageCodec({
  name: "sensor_msgs/msg/RegionOfInterest",
  text: `uint32 x_offset
uint32 y_offset
uint32 height
uint32 width
bool do_rectify`,
  uses: [],
  canonical: (m) => ({
    x_offset: uint32(m.x_offset, "sensor_msgs/RegionOfInterest.x_offset"),
    y_offset: uint32(m.y_offset, "sensor_msgs/RegionOfInterest.y_offset"),
    height: uint32(m.height, "sensor_msgs/RegionOfInterest.height"),
    width: uint32(m.width, "sensor_msgs/RegionOfInterest.width"),
    do_rectify: bool(m.do_rectify, "sensor_msgs/RegionOfInterest.do_rectify")
  }),
  write: (w, m) => {
    w.uint32(m.x_offset);
    w.uint32(m.y_offset);
    w.uint32(m.height);
    w.uint32(m.width);
    w.bool(m.do_rectify);
  },
  read: (r2) => ({
    x_offset: r2.uint32("x_offset"),
    y_offset: r2.uint32("y_offset"),
    height: r2.uint32("height"),
    width: r2.uint32("width"),
    do_rectify: r2.bool("do_rectify")
  })
});
var CameraInfo = new MessageCodec({
  name: "sensor_msgs/msg/CameraInfo",
  text: `std_msgs/Header header
uint32 height
uint32 width
string distortion_model
float64[] d
float64[9] k
float64[9] r
float64[12] p
uint32 binning_x
uint32 binning_y
RegionOfInterest roi`,
  uses: [Header, RegionOfInterest],
  canonical: (m) => ({
    header: Header.canonical(part(m.header, "sensor_msgs/CameraInfo.header")),
    height: uint32(m.height, "sensor_msgs/CameraInfo.height"),
    width: uint32(m.width, "sensor_msgs/CameraInfo.width"),
    distortion_model: string(m.distortion_model, "sensor_msgs/CameraInfo.distortion_model"),
    d: numbers(m.d, "sensor_msgs/CameraInfo.d", Float64Array),
    k: numbers(m.k, "sensor_msgs/CameraInfo.k", Float64Array, 9),
    r: numbers(m.r, "sensor_msgs/CameraInfo.r", Float64Array, 9),
    p: numbers(m.p, "sensor_msgs/CameraInfo.p", Float64Array, 12),
    binning_x: uint32(m.binning_x, "sensor_msgs/CameraInfo.binning_x"),
    binning_y: uint32(m.binning_y, "sensor_msgs/CameraInfo.binning_y"),
    roi: RegionOfInterest.canonical(part(m.roi, "sensor_msgs/CameraInfo.roi"))
  }),
  write: (w, m) => {
    Header.write(w, m.header);
    w.uint32(m.height);
    w.uint32(m.width);
    w.string(m.distortion_model);
    w.numberSequence(m.d);
    w.numbers(m.k);
    w.numbers(m.r);
    w.numbers(m.p);
    w.uint32(m.binning_x);
    w.uint32(m.binning_y);
    RegionOfInterest.write(w, m.roi);
  },
  read: (r2) => ({
    header: Header.read(r2),
    height: r2.uint32("height"),
    width: r2.uint32("width"),
    distortion_model: r2.string("distortion_model"),
    d: r2.numberSequence("d", Float64Array),
    k: r2.numbers("k", Float64Array, 9),
    r: r2.numbers("r", Float64Array, 9),
    p: r2.numbers("p", Float64Array, 12),
    binning_x: r2.uint32("binning_x"),
    binning_y: r2.uint32("binning_y"),
    roi: RegionOfInterest.read(r2)
  })
});
var CompressedImage = new MessageCodec({
  name: "sensor_msgs/msg/CompressedImage",
  text: `std_msgs/Header header
string format
uint8[] data`,
  uses: [Header],
  canonical: (m) => ({
    header: Header.canonical(part(m.header, "sensor_msgs/CompressedImage.header")),
    format: string(m.format, "sensor_msgs/CompressedImage.format"),
    data: numbers(m.data, "sensor_msgs/CompressedImage.data", Uint8Array)
  }),
  write: (w, m) => {
    Header.write(w, m.header);
    w.string(m.format);
    w.numberSequence(m.data);
  },
  read: (r2) => ({
    header: Header.read(r2),
    format: r2.string("format"),
    data: r2.numberSequence("data", Uint8Array)
  })
});
var Image = new MessageCodec({
  name: "sensor_msgs/msg/Image",
  text: `std_msgs/Header header
uint32 height
uint32 width
string encoding
uint8 is_bigendian
uint32 step
uint8[] data`,
  uses: [Header],
  canonical: (m) => ({
    header: Header.canonical(part(m.header, "sensor_msgs/Image.header")),
    height: uint32(m.height, "sensor_msgs/Image.height"),
    width: uint32(m.width, "sensor_msgs/Image.width"),
    encoding: string(m.encoding, "sensor_msgs/Image.encoding"),
    is_bigendian: uint8(m.is_bigendian, "sensor_msgs/Image.is_bigendian"),
    step: uint32(m.step, "sensor_msgs/Image.step"),
    data: numbers(m.data, "sensor_msgs/Image.data", Uint8Array)
  }),
  write: (w, m) => {
    Header.write(w, m.header);
    w.uint32(m.height);
    w.uint32(m.width);
    w.string(m.encoding);
    w.uint8(m.is_bigendian);
    w.uint32(m.step);
    w.numberSequence(m.data);
  },
  read: (r2) => ({
    header: Header.read(r2),
    height: r2.uint32("height"),
    width: r2.uint32("width"),
    encoding: r2.string("encoding"),
    is_bigendian: r2.uint8("is_bigendian"),
    step: r2.uint32("step"),
    data: r2.numberSequence("data", Uint8Array)
  })
});
var Imu = new MessageCodec({
  name: "sensor_msgs/msg/Imu",
  text: `std_msgs/Header header
geometry_msgs/Quaternion orientation
float64[9] orientation_covariance
geometry_msgs/Vector3 angular_velocity
float64[9] angular_velocity_covariance
geometry_msgs/Vector3 linear_acceleration
float64[9] linear_acceleration_covariance`,
  uses: [Header, Quaternion, Vector3],
  canonical: (m) => ({
    header: Header.canonical(part(m.header, "sensor_msgs/Imu.header")),
    orientation: Quaternion.canonical(part(m.orientation, "sensor_msgs/Imu.orientation")),
    orientation_covariance: numbers(m.orientation_covariance, "sensor_msgs/Imu.orientation_covariance", Float64Array, 9),
    angular_velocity: Vector3.canonical(part(m.angular_velocity, "sensor_msgs/Imu.angular_velocity")),
    angular_velocity_covariance: numbers(m.angular_velocity_covariance, "sensor_msgs/Imu.angular_velocity_covariance", Float64Array, 9),
    linear_acceleration: Vector3.canonical(part(m.linear_acceleration, "sensor_msgs/Imu.linear_acceleration")),
    linear_acceleration_covariance: numbers(m.linear_acceleration_covariance, "sensor_msgs/Imu.linear_acceleration_covariance", Float64Array, 9)
  }),
  write: (w, m) => {
    Header.write(w, m.header);
    Quaternion.write(w, m.orientation);
    w.numbers(m.orientation_covariance);
    Vector3.write(w, m.angular_velocity);
    w.numbers(m.angular_velocity_covariance);
    Vector3.write(w, m.linear_acceleration);
    w.numbers(m.linear_acceleration_covariance);
  },
  read: (r2) => ({
    header: Header.read(r2),
    orientation: Quaternion.read(r2),
    orientation_covariance: r2.numbers("orientation_covariance", Float64Array, 9),
    angular_velocity: Vector3.read(r2),
    angular_velocity_covariance: r2.numbers("angular_velocity_covariance", Float64Array, 9),
    linear_acceleration: Vector3.read(r2),
    linear_acceleration_covariance: r2.numbers("linear_acceleration_covariance", Float64Array, 9)
  })
});
var JointState = new MessageCodec({
  name: "sensor_msgs/msg/JointState",
  text: `std_msgs/Header header
string[] name
float64[] position
float64[] velocity
float64[] effort`,
  uses: [Header],
  canonical: (m) => ({
    header: Header.canonical(part(m.header, "sensor_msgs/JointState.header")),
    name: list(m.name, "sensor_msgs/JointState.name", (e, at) => string(e, at)),
    position: numbers(m.position, "sensor_msgs/JointState.position", Float64Array),
    velocity: numbers(m.velocity, "sensor_msgs/JointState.velocity", Float64Array),
    effort: numbers(m.effort, "sensor_msgs/JointState.effort", Float64Array)
  }),
  write: (w, m) => {
    Header.write(w, m.header);
    w.uint32(m.name.length);
    for (const e of m.name) w.string(e);
    w.numberSequence(m.position);
    w.numberSequence(m.velocity);
    w.numberSequence(m.effort);
  },
  read: (r2) => ({
    header: Header.read(r2),
    name: r2.list("name", (e) => e.string("name")),
    position: r2.numberSequence("position", Float64Array),
    velocity: r2.numberSequence("velocity", Float64Array),
    effort: r2.numberSequence("effort", Float64Array)
  })
});
var LaserScan = new MessageCodec({
  name: "sensor_msgs/msg/LaserScan",
  text: `std_msgs/Header header
float32 angle_min
float32 angle_max
float32 angle_increment
float32 time_increment
float32 scan_time
float32 range_min
float32 range_max
float32[] ranges
float32[] intensities`,
  uses: [Header],
  canonical: (m) => ({
    header: Header.canonical(part(m.header, "sensor_msgs/LaserScan.header")),
    angle_min: float32(m.angle_min, "sensor_msgs/LaserScan.angle_min"),
    angle_max: float32(m.angle_max, "sensor_msgs/LaserScan.angle_max"),
    angle_increment: float32(m.angle_increment, "sensor_msgs/LaserScan.angle_increment"),
    time_increment: float32(m.time_increment, "sensor_msgs/LaserScan.time_increment"),
    scan_time: float32(m.scan_time, "sensor_msgs/LaserScan.scan_time"),
    range_min: float32(m.range_min, "sensor_msgs/LaserScan.range_min"),
    range_max: float32(m.range_max, "sensor_msgs/LaserScan.range_max"),
    ranges: numbers(m.ranges, "sensor_msgs/LaserScan.ranges", Float32Array),
    intensities: numbers(m.intensities, "sensor_msgs/LaserScan.intensities", Float32Array)
  }),
  write: (w, m) => {
    Header.write(w, m.header);
    w.float32(m.angle_min);
    w.float32(m.angle_max);
    w.float32(m.angle_increment);
    w.float32(m.time_increment);
    w.float32(m.scan_time);
    w.float32(m.range_min);
    w.float32(m.range_max);
    w.numberSequence(m.ranges);
    w.numberSequence(m.intensities);
  },
  read: (r2) => ({
    header: Header.read(r2),
    angle_min: r2.float32("angle_min"),
    angle_max: r2.float32("angle_max"),
    angle_increment: r2.float32("angle_increment"),
    time_increment: r2.float32("time_increment"),
    scan_time: r2.float32("scan_time"),
    range_min: r2.float32("range_min"),
    range_max: r2.float32("range_max"),
    ranges: r2.numberSequence("ranges", Float32Array),
    intensities: r2.numberSequence("intensities", Float32Array)
  })
});
var PointField = Object.assign(
  new MessageCodec({
    name: "sensor_msgs/msg/PointField",
    text: `uint8 INT8 = 1
uint8 UINT8 = 2
uint8 INT16 = 3
uint8 UINT16 = 4
uint8 INT32 = 5
uint8 UINT32 = 6
uint8 FLOAT32 = 7
uint8 FLOAT64 = 8
string name
uint32 offset
uint8 datatype
uint32 count`,
    uses: [],
    canonical: (m) => ({
      name: string(m.name, "sensor_msgs/PointField.name"),
      offset: uint32(m.offset, "sensor_msgs/PointField.offset"),
      datatype: uint8(m.datatype, "sensor_msgs/PointField.datatype"),
      count: uint32(m.count, "sensor_msgs/PointField.count")
    }),
    write: (w, m) => {
      w.string(m.name);
      w.uint32(m.offset);
      w.uint8(m.datatype);
      w.uint32(m.count);
    },
    read: (r2) => ({
      name: r2.string("name"),
      offset: r2.uint32("offset"),
      datatype: r2.uint8("datatype"),
      count: r2.uint32("count")
    })
  }),
  {
    INT8: 1,
    UINT8: 2,
    INT16: 3,
    UINT16: 4,
    INT32: 5,
    UINT32: 6,
    FLOAT32: 7,
    FLOAT64: 8
  }
);
var PointCloud2 = new MessageCodec({
  name: "sensor_msgs/msg/PointCloud2",
  text: `std_msgs/Header header
uint32 height
uint32 width
PointField[] fields
bool is_bigendian
uint32 point_step
uint32 row_step
uint8[] data
bool is_dense`,
  uses: [Header, PointField],
  canonical: (m) => ({
    header: Header.canonical(part(m.header, "sensor_msgs/PointCloud2.header")),
    height: uint32(m.height, "sensor_msgs/PointCloud2.height"),
    width: uint32(m.width, "sensor_msgs/PointCloud2.width"),
    fields: list(m.fields, "sensor_msgs/PointCloud2.fields", (e, at) => PointField.canonical(part(e, at))),
    is_bigendian: bool(m.is_bigendian, "sensor_msgs/PointCloud2.is_bigendian"),
    point_step: uint32(m.point_step, "sensor_msgs/PointCloud2.point_step"),
    row_step: uint32(m.row_step, "sensor_msgs/PointCloud2.row_step"),
    data: numbers(m.data, "sensor_msgs/PointCloud2.data", Uint8Array),
    is_dense: bool(m.is_dense, "sensor_msgs/PointCloud2.is_dense")
  }),
  write: (w, m) => {
    Header.write(w, m.header);
    w.uint32(m.height);
    w.uint32(m.width);
    w.uint32(m.fields.length);
    for (const e of m.fields) PointField.write(w, e);
    w.bool(m.is_bigendian);
    w.uint32(m.point_step);
    w.uint32(m.row_step);
    w.numberSequence(m.data);
    w.bool(m.is_dense);
  },
  read: (r2) => ({
    header: Header.read(r2),
    height: r2.uint32("height"),
    width: r2.uint32("width"),
    fields: r2.list("fields", PointField.read),
    is_bigendian: r2.bool("is_bigendian"),
    point_step: r2.uint32("point_step"),
    row_step: r2.uint32("row_step"),
    data: r2.numberSequence("data", Uint8Array),
    is_dense: r2.bool("is_dense")
  })
});
var Range = Object.assign(
  new MessageCodec({
    name: "sensor_msgs/msg/Range",
    text: `std_msgs/Header header
uint8 ULTRASOUND=0
uint8 INFRARED=1
uint8 radiation_type
float32 field_of_view
float32 min_range
float32 max_range
float32 range
float32 variance`,
    uses: [Header],
    canonical: (m) => ({
      header: Header.canonical(part(m.header, "sensor_msgs/Range.header")),
      radiation_type: uint8(m.radiation_type, "sensor_msgs/Range.radiation_type"),
      field_of_view: float32(m.field_of_view, "sensor_msgs/Range.field_of_view"),
      min_range: float32(m.min_range, "sensor_msgs/Range.min_range"),
      max_range: float32(m.max_range, "sensor_msgs/Range.max_range"),
      range: float32(m.range, "sensor_msgs/Range.range"),
      variance: float32(m.variance, "sensor_msgs/Range.variance")
    }),
    write: (w, m) => {
      Header.write(w, m.header);
      w.uint8(m.radiation_type);
      w.float32(m.field_of_view);
      w.float32(m.min_range);
      w.float32(m.max_range);
      w.float32(m.range);
      w.float32(m.variance);
    },
    read: (r2) => ({
      header: Header.read(r2),
      radiation_type: r2.uint8("radiation_type"),
      field_of_view: r2.float32("field_of_view"),
      min_range: r2.float32("min_range"),
      max_range: r2.float32("max_range"),
      range: r2.float32("range"),
      variance: r2.float32("variance")
    })
  }),
  {
    ULTRASOUND: 0,
    INFRARED: 1
  }
);

// packages/messages/src/generated/std_srvs.ts
var std_srvs_exports = {};
__export(std_srvs_exports, {
  Empty: () => Empty2,
  Empty_Event: () => Empty_Event,
  Empty_Request: () => Empty_Request,
  Empty_Response: () => Empty_Response,
  SetBool: () => SetBool,
  SetBool_Event: () => SetBool_Event,
  SetBool_Request: () => SetBool_Request,
  SetBool_Response: () => SetBool_Response,
  Trigger: () => Trigger,
  Trigger_Event: () => Trigger_Event,
  Trigger_Request: () => Trigger_Request,
  Trigger_Response: () => Trigger_Response
});
var Empty_Request = new MessageCodec({
  name: "std_srvs/srv/Empty_Request",
  text: ``,
  uses: [],
  canonical: () => ({}),
  write: (w) => w.uint8(0),
  read: (r2) => {
    r2.uint8("(empty)");
    return {};
  }
});
var Empty_Response = new MessageCodec({
  name: "std_srvs/srv/Empty_Response",
  text: ``,
  uses: [],
  canonical: () => ({}),
  write: (w) => w.uint8(0),
  read: (r2) => {
    r2.uint8("(empty)");
    return {};
  }
});
var Empty_Event = new MessageCodec({
  name: "std_srvs/srv/Empty_Event",
  text: `service_msgs/ServiceEventInfo info
Empty_Request[<=1] request
Empty_Response[<=1] response`,
  uses: [ServiceEventInfo, Empty_Request, Empty_Response],
  canonical: (m) => ({
    info: ServiceEventInfo.canonical(part(m.info, "std_srvs/Empty_Event.info")),
    request: list(m.request, "std_srvs/Empty_Event.request", (e, at) => Empty_Request.canonical(part(e, at))),
    response: list(m.response, "std_srvs/Empty_Event.response", (e, at) => Empty_Response.canonical(part(e, at)))
  }),
  write: (w, m) => {
    ServiceEventInfo.write(w, m.info);
    w.uint32(m.request.length);
    for (const e of m.request) Empty_Request.write(w, e);
    w.uint32(m.response.length);
    for (const e of m.response) Empty_Response.write(w, e);
  },
  read: (r2) => ({
    info: ServiceEventInfo.read(r2),
    request: r2.list("request", Empty_Request.read),
    response: r2.list("response", Empty_Response.read)
  })
});
var SetBool_Request = new MessageCodec({
  name: "std_srvs/srv/SetBool_Request",
  text: `bool data`,
  uses: [],
  canonical: (m) => ({
    data: bool(m.data, "std_srvs/SetBool_Request.data")
  }),
  write: (w, m) => {
    w.bool(m.data);
  },
  read: (r2) => ({
    data: r2.bool("data")
  })
});
var SetBool_Response = new MessageCodec({
  name: "std_srvs/srv/SetBool_Response",
  text: `bool success
string message`,
  uses: [],
  canonical: (m) => ({
    success: bool(m.success, "std_srvs/SetBool_Response.success"),
    message: string(m.message, "std_srvs/SetBool_Response.message")
  }),
  write: (w, m) => {
    w.bool(m.success);
    w.string(m.message);
  },
  read: (r2) => ({
    success: r2.bool("success"),
    message: r2.string("message")
  })
});
var SetBool_Event = new MessageCodec({
  name: "std_srvs/srv/SetBool_Event",
  text: `service_msgs/ServiceEventInfo info
SetBool_Request[<=1] request
SetBool_Response[<=1] response`,
  uses: [ServiceEventInfo, SetBool_Request, SetBool_Response],
  canonical: (m) => ({
    info: ServiceEventInfo.canonical(part(m.info, "std_srvs/SetBool_Event.info")),
    request: list(m.request, "std_srvs/SetBool_Event.request", (e, at) => SetBool_Request.canonical(part(e, at))),
    response: list(m.response, "std_srvs/SetBool_Event.response", (e, at) => SetBool_Response.canonical(part(e, at)))
  }),
  write: (w, m) => {
    ServiceEventInfo.write(w, m.info);
    w.uint32(m.request.length);
    for (const e of m.request) SetBool_Request.write(w, e);
    w.uint32(m.response.length);
    for (const e of m.response) SetBool_Response.write(w, e);
  },
  read: (r2) => ({
    info: ServiceEventInfo.read(r2),
    request: r2.list("request", SetBool_Request.read),
    response: r2.list("response", SetBool_Response.read)
  })
});
var Trigger_Request = new MessageCodec({
  name: "std_srvs/srv/Trigger_Request",
  text: ``,
  uses: [],
  canonical: () => ({}),
  write: (w) => w.uint8(0),
  read: (r2) => {
    r2.uint8("(empty)");
    return {};
  }
});
var Trigger_Response = new MessageCodec({
  name: "std_srvs/srv/Trigger_Response",
  text: `bool success
string message`,
  uses: [],
  canonical: (m) => ({
    success: bool(m.success, "std_srvs/Trigger_Response.success"),
    message: string(m.message, "std_srvs/Trigger_Response.message")
  }),
  write: (w, m) => {
    w.bool(m.success);
    w.string(m.message);
  },
  read: (r2) => ({
    success: r2.bool("success"),
    message: r2.string("message")
  })
});
var Trigger_Event = new MessageCodec({
  name: "std_srvs/srv/Trigger_Event",
  text: `service_msgs/ServiceEventInfo info
Trigger_Request[<=1] request
Trigger_Response[<=1] response`,
  uses: [ServiceEventInfo, Trigger_Request, Trigger_Response],
  canonical: (m) => ({
    info: ServiceEventInfo.canonical(part(m.info, "std_srvs/Trigger_Event.info")),
    request: list(m.request, "std_srvs/Trigger_Event.request", (e, at) => Trigger_Request.canonical(part(e, at))),
    response: list(m.response, "std_srvs/Trigger_Event.response", (e, at) => Trigger_Response.canonical(part(e, at)))
  }),
  write: (w, m) => {
    ServiceEventInfo.write(w, m.info);
    w.uint32(m.request.length);
    for (const e of m.request) Trigger_Request.write(w, e);
    w.uint32(m.response.length);
    for (const e of m.response) Trigger_Response.write(w, e);
  },
  read: (r2) => ({
    info: ServiceEventInfo.read(r2),
    request: r2.list("request", Trigger_Request.read),
    response: r2.list("response", Trigger_Response.read)
  })
});
var Empty2 = {
  name: "std_srvs/srv/Empty",
  request: Empty_Request,
  response: Empty_Response,
  event: Empty_Event
};
var SetBool = {
  name: "std_srvs/srv/SetBool",
  request: SetBool_Request,
  response: SetBool_Response,
  event: SetBool_Event
};
var Trigger = {
  name: "std_srvs/srv/Trigger",
  request: Trigger_Request,
  response: Trigger_Response,
  event: Trigger_Event
};

// packages/messages/src/generated/tf2_msgs.ts
var tf2_msgs_exports = {};
__export(tf2_msgs_exports, {
  TFMessage: () => TFMessage
});
var TFMessage = new MessageCodec({
  name: "tf2_msgs/msg/TFMessage",
  text: `geometry_msgs/TransformStamped[] transforms`,
  uses: [TransformStamped],
  canonical: (m) => ({
    transforms: list(m.transforms, "tf2_msgs/TFMessage.transforms", (e, at) => TransformStamped.canonical(part(e, at)))
  }),
  write: (w, m) => {
    w.uint32(m.transforms.length);
    for (const e of m.transforms) TransformStamped.write(w, e);
  },
  read: (r2) => ({
    transforms: r2.list("transforms", TransformStamped.read)
  })
});

// packages/messages/src/generated/visualization_msgs.ts
var visualization_msgs_exports = {};
__export(visualization_msgs_exports, {
  Marker: () => Marker,
  MarkerArray: () => MarkerArray,
  MeshFile: () => MeshFile,
  UVCoordinate: () => UVCoordinate
});
var UVCoordinate = new MessageCodec({
  name: "visualization_msgs/msg/UVCoordinate",
  text: `float32 u
float32 v`,
  uses: [],
  canonical: (m) => ({
    u: float32(m.u, "visualization_msgs/UVCoordinate.u"),
    v: float32(m.v, "visualization_msgs/UVCoordinate.v")
  }),
  write: (w, m) => {
    w.float32(m.u);
    w.float32(m.v);
  },
  read: (r2) => ({
    u: r2.float32("u"),
    v: r2.float32("v")
  })
});
var MeshFile = new MessageCodec({
  name: "visualization_msgs/msg/MeshFile",
  text: `string filename
uint8[] data`,
  uses: [],
  canonical: (m) => ({
    filename: string(m.filename, "visualization_msgs/MeshFile.filename"),
    data: numbers(m.data, "visualization_msgs/MeshFile.data", Uint8Array)
  }),
  write: (w, m) => {
    w.string(m.filename);
    w.numberSequence(m.data);
  },
  read: (r2) => ({
    filename: r2.string("filename"),
    data: r2.numberSequence("data", Uint8Array)
  })
});
var Marker = Object.assign(
  new MessageCodec({
    name: "visualization_msgs/msg/Marker",
    text: `int32 ARROW=0
int32 CUBE=1
int32 SPHERE=2
int32 CYLINDER=3
int32 LINE_STRIP=4
int32 LINE_LIST=5
int32 CUBE_LIST=6
int32 SPHERE_LIST=7
int32 POINTS=8
int32 TEXT_VIEW_FACING=9
int32 MESH_RESOURCE=10
int32 TRIANGLE_LIST=11
int32 ARROW_STRIP=12
int32 ADD=0
int32 MODIFY=0
int32 DELETE=2
int32 DELETEALL=3
std_msgs/Header header
string ns
int32 id
int32 type
int32 action
geometry_msgs/Pose pose
geometry_msgs/Vector3 scale
std_msgs/ColorRGBA color
builtin_interfaces/Duration lifetime
bool frame_locked
geometry_msgs/Point[] points
std_msgs/ColorRGBA[] colors
string texture_resource
sensor_msgs/CompressedImage texture
UVCoordinate[] uv_coordinates
string text
string mesh_resource
MeshFile mesh_file
bool mesh_use_embedded_materials`,
    uses: [Header, Pose, Vector3, ColorRGBA, Duration, Point, CompressedImage, UVCoordinate, MeshFile],
    canonical: (m) => ({
      header: Header.canonical(part(m.header, "visualization_msgs/Marker.header")),
      ns: string(m.ns, "visualization_msgs/Marker.ns"),
      id: int32(m.id, "visualization_msgs/Marker.id"),
      type: int32(m.type, "visualization_msgs/Marker.type"),
      action: int32(m.action, "visualization_msgs/Marker.action"),
      pose: Pose.canonical(part(m.pose, "visualization_msgs/Marker.pose")),
      scale: Vector3.canonical(part(m.scale, "visualization_msgs/Marker.scale")),
      color: ColorRGBA.canonical(part(m.color, "visualization_msgs/Marker.color")),
      lifetime: Duration.canonical(part(m.lifetime, "visualization_msgs/Marker.lifetime")),
      frame_locked: bool(m.frame_locked, "visualization_msgs/Marker.frame_locked"),
      points: list(m.points, "visualization_msgs/Marker.points", (e, at) => Point.canonical(part(e, at))),
      colors: list(m.colors, "visualization_msgs/Marker.colors", (e, at) => ColorRGBA.canonical(part(e, at))),
      texture_resource: string(m.texture_resource, "visualization_msgs/Marker.texture_resource"),
      texture: CompressedImage.canonical(part(m.texture, "visualization_msgs/Marker.texture")),
      uv_coordinates: list(m.uv_coordinates, "visualization_msgs/Marker.uv_coordinates", (e, at) => UVCoordinate.canonical(part(e, at))),
      text: string(m.text, "visualization_msgs/Marker.text"),
      mesh_resource: string(m.mesh_resource, "visualization_msgs/Marker.mesh_resource"),
      mesh_file: MeshFile.canonical(part(m.mesh_file, "visualization_msgs/Marker.mesh_file")),
      mesh_use_embedded_materials: bool(m.mesh_use_embedded_materials, "visualization_msgs/Marker.mesh_use_embedded_materials")
    }),
    write: (w, m) => {
      Header.write(w, m.header);
      w.string(m.ns);
      w.int32(m.id);
      w.int32(m.type);
      w.int32(m.action);
      Pose.write(w, m.pose);
      Vector3.write(w, m.scale);
      ColorRGBA.write(w, m.color);
      Duration.write(w, m.lifetime);
      w.bool(m.frame_locked);
      w.uint32(m.points.length);
      for (const e of m.points) Point.write(w, e);
      w.uint32(m.colors.length);
      for (const e of m.colors) ColorRGBA.write(w, e);
      w.string(m.texture_resource);
      CompressedImage.write(w, m.texture);
      w.uint32(m.uv_coordinates.length);
      for (const e of m.uv_coordinates) UVCoordinate.write(w, e);
      w.string(m.text);
      w.string(m.mesh_resource);
      MeshFile.write(w, m.mesh_file);
      w.bool(m.mesh_use_embedded_materials);
    },
    read: (r2) => ({
      header: Header.read(r2),
      ns: r2.string("ns"),
      id: r2.int32("id"),
      type: r2.int32("type"),
      action: r2.int32("action"),
      pose: Pose.read(r2),
      scale: Vector3.read(r2),
      color: ColorRGBA.read(r2),
      lifetime: Duration.read(r2),
      frame_locked: r2.bool("frame_locked"),
      points: r2.list("points", Point.read),
      colors: r2.list("colors", ColorRGBA.read),
      texture_resource: r2.string("texture_resource"),
      texture: CompressedImage.read(r2),
      uv_coordinates: r2.list("uv_coordinates", UVCoordinate.read),
      text: r2.string("text"),
      mesh_resource: r2.string("mesh_resource"),
      mesh_file: MeshFile.read(r2),
      mesh_use_embedded_materials: r2.bool("mesh_use_embedded_materials")
    })
  }),
  {
    ARROW: 0,
    CUBE: 1,
    SPHERE: 2,
    CYLINDER: 3,
    LINE_STRIP: 4,
    LINE_LIST: 5,
    CUBE_LIST: 6,
    SPHERE_LIST: 7,
    POINTS: 8,
    TEXT_VIEW_FACING: 9,
    MESH_RESOURCE: 10,
    TRIANGLE_LIST: 11,
    ARROW_STRIP: 12,
    ADD: 0,
    MODIFY: 0,
    DELETE: 2,
    DELETEALL: 3
  }
);
var MarkerArray = new MessageCodec({
  name: "visualization_msgs/msg/MarkerArray",
  text: `Marker[] markers`,
  uses: [Marker],
  canonical: (m) => ({
    markers: list(m.markers, "visualization_msgs/MarkerArray.markers", (e, at) => Marker.canonical(part(e, at)))
  }),
  write: (w, m) => {
    w.uint32(m.markers.length);
    for (const e of m.markers) Marker.write(w, e);
  },
  read: (r2) => ({
    markers: r2.list("markers", Marker.read)
  })
});

// packages/messages/src/find.ts
var byPackage = generated_exports;
function find(name, kinds) {
  const [ros = "", kind = "", type = "", ...rest] = name.split("/");
  if (!kinds.test(kind) || rest.length > 0 || !Object.hasOwn(byPackage, ros)) return void 0;
  return byPackage[ros][type];
}
function findMessageType(name) {
  const found = find(name, /^(msg|srv|action)$/);
  return found?.name === name && "encode" in found ? found : void 0;
}
function findServiceType(name) {
  const found = find(name, /^srv$/);
  return found?.name === name && "request" in found ? found : void 0;
}

// packages/messages/src/stamp.ts
function toStamp(stamp_s) {
  let sec = Math.floor(stamp_s);
  let nanosec = Math.round((stamp_s - sec) * 1e9);
  if (nanosec === 1e9) {
    sec += 1;
    nanosec = 0;
  }
  if (!(sec >= -2147483648 && sec <= 2147483647))
    throw new RangeError(`Cannot make a ROS time of ${stamp_s} s: it must fit into int32 seconds`);
  return { sec, nanosec };
}
function fromStamp(time) {
  return time.sec + time.nanosec / 1e9;
}
function fromNanoseconds(time_ns) {
  const nanosec = (time_ns % 1000000000n + 1000000000n) % 1000000000n;
  const sec = Number((time_ns - nanosec) / 1000000000n);
  if (sec < -2147483648 || sec > 2147483647)
    throw new RangeError(`Cannot make a ROS time of ${time_ns} ns: it must fit into int32 seconds`);
  return { sec, nanosec: Number(nanosec) };
}

// packages/graph/src/action.ts
var Handle = class {
  id;
  goal;
  cancelRequested = false;
  active = true;
  owner;
  type;
  sent;
  constructor(owner, type, sent) {
    this.owner = owner;
    this.type = type;
    this.sent = sent;
    this.id = sent.id;
    this.goal = sent.goal;
  }
  feedback(feedback) {
    this.checkActive("feedback");
    if (this.cancelRequested) return;
    this.sent.feedback(this.type.feedback.canonical(feedback), this.owner);
  }
  succeed(result) {
    this.end("succeeded", result);
  }
  abort(result) {
    this.end("aborted", result);
  }
  canceled(result) {
    if (!this.cancelRequested)
      throw new Error(`Cannot end goal ${this.id} as canceled: nobody asked for it; use abort`);
    this.end("canceled", result);
  }
  end(status, result) {
    this.checkActive(status);
    const value = { status, result: this.type.result.canonical(result) };
    this.active = false;
    this.sent.end({ ok: true, value }, this.owner);
  }
  checkActive(what) {
    if (!this.active) throw new Error(`Goal ${this.id} of ${this.type.name} has ended: ${what} comes too late`);
  }
};
function serveAction(owner, slot, handlers) {
  const { name } = slot;
  const begin = (goal) => {
    const verdict = handlers.accept?.(goal.goal) ?? true;
    if (verdict !== true) {
      goal.end({ ok: false, error: { code: "rejected", message: verdict } }, owner);
      return;
    }
    const handle = new Handle(owner, slot.type, goal);
    goal.handle = handle;
    try {
      handlers.execute(handle);
    } catch (error) {
      if (handle.active) handle.abort({});
      throw error;
    }
  };
  return owner.endpoint(`action ${name}`, (payload) => {
    const { kind, goal } = payload;
    if (kind === "cancel") {
      const { handle } = goal;
      if (!handle?.active || handle.cancelRequested) return;
      handle.cancelRequested = true;
      handlers.cancel?.(handle);
      return;
    }
    try {
      begin(goal);
    } catch (error) {
      if (!goal.handle) goal.end({ ok: false, error: { code: "failed", message: `${name} failed: ${error}` } }, owner);
      throw error;
    }
  });
}
function callAction(owner, slot) {
  const { name } = slot;
  const { scheduler } = owner;
  const answers = owner.endpoint(`answer of ${name}`, (payload) => payload());
  const requests = owner.endpoint(`client ${name}`, (payload) => {
    const request = payload;
    if (slot.server) scheduler.post(scheduler.now_ns, slot.server, owner.name, request);
    else if (request.kind === "send")
      request.goal.end({ ok: false, error: { code: "unavailable", message: `nobody serves ${name}` } }, owner);
  });
  const post = (from, answer) => scheduler.post(scheduler.now_ns + from.latency_ns, answers, from.name, answer);
  let sent = 0;
  return {
    send(goal, done, feedback) {
      const request = {
        id: `${owner.name}/${name}/${++sent}`,
        goal: slot.type.goal.canonical(goal),
        handle: void 0,
        end: (outcome, from) => post(from, () => done(outcome)),
        feedback: (value, from) => feedback && post(from, () => feedback(value))
      };
      slot.goals++;
      scheduler.post(scheduler.now_ns + owner.latency_ns, requests, owner.name, { kind: "send", goal: request });
      return {
        cancel: () => scheduler.post(scheduler.now_ns + owner.latency_ns, requests, owner.name, { kind: "cancel", goal: request })
      };
    }
  };
}

// packages/graph/src/node.ts
var qos = {
  sensorOut: { depth: 10, reliability: "reliable", durability: "volatile" },
  sensorIn: { depth: 10, reliability: "bestEffort", durability: "volatile" },
  reliable: { depth: 10, reliability: "reliable", durability: "volatile" },
  latched: { depth: 1, reliability: "reliable", durability: "transientLocal" },
  tf: { depth: 100, reliability: "reliable", durability: "volatile" }
};

// packages/graph/src/service.ts
function serveService(owner, slot, handler) {
  const { name } = slot;
  return owner.endpoint(`service ${name}`, (payload) => {
    const { request, answer } = payload;
    let responded = false;
    try {
      handler(request, (response) => {
        if (responded) throw new Error(`${owner.name} responds twice to one request of service ${name}`);
        responded = true;
        answer({ ok: true, value: slot.type.response.canonical(response) }, owner);
      });
    } catch (error) {
      if (!responded)
        answer({ ok: false, error: { code: "failed", message: `the server of ${name} failed: ${error}` } }, owner);
      throw error;
    }
  });
}
function callService(owner, slot) {
  const { scheduler } = owner;
  const { name } = slot;
  const answers = owner.endpoint(`answer of ${name}`, (payload) => payload());
  const requests = owner.endpoint(`client ${name}`, (payload) => {
    const call = payload;
    if (slot.server) scheduler.post(scheduler.now_ns, slot.server, owner.name, call);
    else call.answer({ ok: false, error: { code: "unavailable", message: `nobody serves ${name}` } }, owner);
  });
  const tell = eventTeller(owner, slot);
  let calls = 0n;
  return {
    call(request, done, timeout_s) {
      if (timeout_s !== void 0 && !(timeout_s > 0))
        throw new RangeError(`Cannot call ${name}: timeout_s must be > 0, got ${timeout_s}`);
      const id = ++calls;
      let open = true;
      const end = (outcome) => () => {
        if (!open) return;
        open = false;
        if (outcome.ok) tell(responseReceived, id, [], [outcome.value]);
        done(outcome);
      };
      const call = {
        request: slot.type.request.canonical(request),
        answer: (outcome, from) => scheduler.post(scheduler.now_ns + from.latency_ns, answers, from.name, end(outcome))
      };
      slot.calls++;
      tell(requestSent, id, [call.request], []);
      scheduler.post(scheduler.now_ns + owner.latency_ns, requests, owner.name, call);
      if (timeout_s === void 0) return;
      const late = { code: "timeout", message: `no answer from ${name} within ${timeout_s} s` };
      scheduler.post(
        scheduler.now_ns + Math.round(timeout_s * 1e9),
        answers,
        owner.name,
        end({ ok: false, error: late })
      );
    }
  };
}
var requestSent = 0;
var responseReceived = 3;
function eventTeller(owner, slot) {
  const info = {
    topic: `${slot.name}/_service_event`,
    type: slot.type.event,
    quality: qos.reliable,
    node: owner.name,
    latency_ns: owner.latency_ns
  };
  const client_gid = clientId(owner.name);
  return (event_type, sequence_number, request, response) => {
    if (slot.taps.length === 0) return;
    const stamp = fromNanoseconds(owner.now_ns());
    const event = { info: { event_type, stamp, client_gid, sequence_number }, request, response };
    for (const tap of slot.taps) tap(info, event);
  };
}
function clientId(node) {
  const id = new Uint8Array(16);
  for (let i = 0; i < 16 && i < node.length; i++) id[i] = node.charCodeAt(node.length - 1 - i) & 255;
  return id.reverse();
}

// packages/graph/src/localNode.ts
var endpointsPerNode = 2 ** 32;
var LocalNode = class {
  name;
  parameters;
  latency_ns;
  scheduler;
  registry;
  writeLog;
  place;
  epoch_s;
  open = /* @__PURE__ */ new Set();
  publishers = [];
  serviceClients = /* @__PURE__ */ new Map();
  actionClients = /* @__PURE__ */ new Map();
  made = 0;
  constructor(options) {
    this.name = options.name;
    this.parameters = options.parameters;
    this.latency_ns = options.latency_ns;
    this.place = options.place;
    this.epoch_s = options.epoch_s;
    this.registry = options.registry;
    this.scheduler = options.scheduler;
    this.writeLog = options.log;
  }
  endpoint(where, run, depth = Number.POSITIVE_INFINITY) {
    const order = this.place * endpointsPerNode + this.made++;
    const endpoint = { node: this.name, where, order, depth, closed: false, dropped: 0, run };
    this.open.add(endpoint);
    return endpoint;
  }
  closeEndpoint(endpoint) {
    endpoint.closed = true;
    this.open.delete(endpoint);
  }
  /** Closes all that the node made. */
  close() {
    this.registry.forget(this.open);
    for (const endpoint of this.open) this.closeEndpoint(endpoint);
    for (const publisher of this.publishers.splice(0)) publisher.close();
  }
  now_s() {
    return this.epoch_s + this.scheduler.now_ns / 1e9;
  }
  now_ns() {
    return BigInt(this.epoch_s) * 1000000000n + BigInt(this.scheduler.now_ns);
  }
  publisher(type, topic, quality = qos.reliable) {
    const channel = this.registry.topic(topic, type, this.name);
    const publisher = channel.addPublisher(checkQos(quality, topic), this.name, this.latency_ns);
    this.publishers.push(publisher);
    return publisher;
  }
  subscribe(type, topic, quality, callback) {
    const channel = this.registry.topic(topic, type, this.name);
    const { depth } = checkQos(quality, topic);
    const endpoint = this.endpoint(`subscription ${channel.name}`, callback, depth);
    const subscription = Object.assign(endpoint, { quality });
    channel.addSubscription(subscription);
    return {
      close: () => {
        this.closeEndpoint(subscription);
        channel.removeSubscription(subscription);
      }
    };
  }
  timer(period_s, callback) {
    const period_ns = period_s * 1e9;
    if (!(period_ns >= 1 && period_ns < 1e17))
      throw new RangeError(`Cannot make a timer in ${this.name}: period_s must be > 0, got ${period_s}`);
    const { scheduler } = this;
    const begin_ns = scheduler.now_ns;
    let ticks = 0;
    const next = () => scheduler.post(begin_ns + Math.round(++ticks * period_ns), endpoint, this.name, void 0);
    const endpoint = this.endpoint(`timer ${period_s} s`, () => {
      next();
      callback();
    });
    next();
    return { cancel: () => this.closeEndpoint(endpoint) };
  }
  service(type, name, handler) {
    const slot = this.registry.service(name, type, this.name);
    if (slot.server) throw new Error(`Cannot serve ${name} from ${this.name}: ${slot.server.node} serves it already`);
    slot.server = serveService(this, slot, handler);
  }
  client(type, name) {
    const slot = this.registry.service(name, type, this.name);
    const client = this.serviceClients.get(slot.name) ?? callService(this, slot);
    this.serviceClients.set(slot.name, client);
    return client;
  }
  actionServer(type, name, handlers) {
    const slot = this.registry.action(name, type, this.name);
    if (slot.server) throw new Error(`Cannot serve ${name} from ${this.name}: ${slot.server.node} serves it already`);
    slot.server = serveAction(this, slot, handlers);
  }
  actionClient(type, name) {
    const slot = this.registry.action(name, type, this.name);
    const client = this.actionClients.get(slot.name) ?? callAction(this, slot);
    this.actionClients.set(slot.name, client);
    return client;
  }
  log(level, text) {
    this.writeLog(level, text);
  }
};
function checkQos(quality, topic) {
  if (!(Number.isInteger(quality.depth) && quality.depth > 0))
    throw new RangeError(`Cannot use topic ${topic}: its QoS depth must be an integer > 0, got ${quality.depth}`);
  return quality;
}

// packages/graph/src/parameters.ts
function resolveParameters(node, schema, overrides = {}) {
  for (const name of Object.keys(overrides))
    if (!(name in schema))
      throw new RangeError(`${node} has no parameter ${name}; it has ${Object.keys(schema).join(", ") || "none"}`);
  const values = {};
  for (const [name, spec] of Object.entries(schema)) {
    const value = overrides[name] === void 0 ? spec.default : overrides[name];
    checkParameter(`${node}.${name}`, spec, value);
    values[name] = value;
  }
  return Object.freeze(values);
}
function checkParameter(where, spec, value) {
  const wanted = typeof spec.default;
  if (typeof value !== wanted) throw new TypeError(`${where} must be a ${wanted}, got ${JSON.stringify(value)}`);
  if (typeof value === "number") {
    if (spec.integer && !Number.isInteger(value)) throw new RangeError(`${where} must be an integer, got ${value}`);
    const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = spec;
    if (!(value >= min && value <= max))
      throw new RangeError(`${where} must be in [${min}, ${max}] ${spec.unit ?? ""}, got ${value}`);
  }
  if (spec.oneOf && !spec.oneOf.includes(value))
    throw new RangeError(`${where} must be one of ${spec.oneOf.join(", ")}, got ${JSON.stringify(value)}`);
}

// packages/graph/src/topic.ts
function mismatch(offered, wanted) {
  if (offered.reliability === "bestEffort" && wanted.reliability === "reliable")
    return "it is published best effort and read reliable";
  if (offered.durability === "volatile" && wanted.durability === "transientLocal")
    return "it is published volatile and read transient local";
  return void 0;
}
var TopicPublisher = class {
  topic;
  type;
  quality;
  node;
  latency_ns;
  /** The last messages of a latched publisher. */
  kept = [];
  subscriptions = [];
  channel;
  constructor(channel, quality, node, latency_ns) {
    this.channel = channel;
    this.topic = channel.name;
    this.type = channel.type;
    this.quality = quality;
    this.node = node;
    this.latency_ns = latency_ns;
  }
  publish(message) {
    const sent = this.type.canonical(message);
    const { held, freeze } = this.channel.context;
    if (freeze) deepFreeze(sent);
    if (held) held.push(() => this.send(sent));
    else this.send(sent);
  }
  close() {
    this.subscriptions = [];
    remove(this.channel.publishers, this);
  }
  send(message) {
    const { channel } = this;
    const { scheduler, taps } = channel.context;
    const delivery_ns = scheduler.now_ns + this.latency_ns;
    channel.messages++;
    for (const tap of taps) tap(this, message);
    for (const subscription of this.subscriptions) scheduler.post(delivery_ns, subscription, this.node, message);
    if (this.quality.durability === "transientLocal") {
      this.kept.push({ delivery_ns, message });
      if (this.kept.length > this.quality.depth) this.kept.shift();
    }
  }
};
var Topic = class {
  name;
  type;
  context;
  publishers = [];
  subscriptions = [];
  /** Count of messages published. */
  messages = 0;
  constructor(name, type, context) {
    this.name = name;
    this.type = type;
    this.context = context;
  }
  addPublisher(quality, node, latency_ns) {
    const publisher = new TopicPublisher(this, quality, node, latency_ns);
    this.publishers.push(publisher);
    for (const subscription of this.subscriptions) this.match(publisher, subscription);
    return publisher;
  }
  addSubscription(subscription) {
    this.subscriptions.push(subscription);
    for (const publisher of this.publishers) this.match(publisher, subscription);
  }
  removeSubscription(subscription) {
    remove(this.subscriptions, subscription);
    for (const publisher of this.publishers)
      publisher.subscriptions = publisher.subscriptions.filter((other) => other !== subscription);
  }
  match(publisher, subscription) {
    const why = mismatch(publisher.quality, subscription.quality);
    if (why !== void 0) {
      this.context.warn(subscription.node, `gets nothing on ${this.name} from ${publisher.node}: ${why}`);
      return;
    }
    publisher.subscriptions = [...publisher.subscriptions, subscription];
    if (subscription.quality.durability !== "transientLocal") return;
    for (const { delivery_ns, message } of publisher.kept.slice(-subscription.quality.depth))
      this.context.scheduler.post(delivery_ns, subscription, publisher.node, message);
  }
};
function remove(list2, item) {
  const i = list2.indexOf(item);
  if (i >= 0) list2.splice(i, 1);
}
function deepFreeze(value) {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return;
  for (const field of Object.values(value)) deepFreeze(field);
  Object.freeze(value);
}

// packages/graph/src/registry.ts
var graphName = /^\/?[A-Za-z_]\w*(\/[A-Za-z_]\w*)*$/;
var Registry = class {
  topics = /* @__PURE__ */ new Map();
  services = /* @__PURE__ */ new Map();
  actions = /* @__PURE__ */ new Map();
  taps = [];
  scheduler;
  freeze;
  warn;
  held;
  constructor(scheduler, freeze, warn) {
    this.scheduler = scheduler;
    this.freeze = freeze;
    this.warn = warn;
  }
  topic(name, type, node) {
    return this.find(this.topics, "topic", name, type.name, node, (key) => new Topic(key, type, this));
  }
  service(name, type, node) {
    return this.find(this.services, "service", name, type.name, node, (key) => {
      return { name: key, type, server: void 0, calls: 0, taps: this.taps };
    });
  }
  action(name, type, node) {
    return this.find(this.actions, "action", name, type.name, node, (key) => {
      return { name: key, type, server: void 0, goals: 0 };
    });
  }
  /** Takes subscriptions and servers of a node that is gone out of the graph. */
  forget(endpoints) {
    for (const topic of this.topics.values())
      for (const subscription of topic.subscriptions.slice())
        if (endpoints.has(subscription)) topic.removeSubscription(subscription);
    for (const slots of [this.services, this.actions])
      for (const slot of slots.values()) if (slot.server && endpoints.has(slot.server)) slot.server = void 0;
  }
  find(entries, kind, name, typeName, node, create) {
    if (!graphName.test(name))
      throw new RangeError(`Cannot use ${kind} ${JSON.stringify(name)} in ${node}: a name is like scan or left/scan`);
    const key = name.startsWith("/") ? name.slice(1) : name;
    let entry = entries.get(key);
    if (!entry) {
      entry = create(key);
      entries.set(key, entry);
    }
    if (entry.type.name !== typeName)
      throw new TypeError(`Cannot use ${kind} ${key} in ${node} as ${typeName}: it is ${entry.type.name} elsewhere`);
    return entry;
  }
};

// packages/graph/src/eventQueue.ts
function isBefore(a2, b2) {
  if (a2.time_ns !== b2.time_ns) return a2.time_ns < b2.time_ns;
  if (a2.endpoint.order !== b2.endpoint.order) return a2.endpoint.order < b2.endpoint.order;
  if (a2.origin !== b2.origin) return a2.origin < b2.origin;
  return a2.sequence < b2.sequence;
}
var EventQueue = class {
  heap = [];
  get length() {
    return this.heap.length;
  }
  peek() {
    return this.heap[0];
  }
  push(event) {
    const { heap } = this;
    let i = heap.length;
    heap.push(event);
    while (i > 0) {
      const parent = i - 1 >> 1;
      if (!isBefore(event, heap[parent])) break;
      heap[i] = heap[parent];
      i = parent;
    }
    heap[i] = event;
  }
  pop() {
    const { heap } = this;
    const first2 = heap[0];
    const last = heap.pop();
    if (last === void 0 || heap.length === 0) return first2;
    let i = 0;
    for (; ; ) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child])) child++;
      if (!isBefore(heap[child], last)) break;
      heap[i] = heap[child];
      i = child;
    }
    heap[i] = last;
    return first2;
  }
  clear() {
    this.heap.length = 0;
  }
};

// packages/graph/src/scheduler.ts
var Scheduler = class {
  /** ns since the graph's start: an integer, exact for 104 days. */
  now_ns = 0;
  queue = new EventQueue();
  batch = [];
  faultCounts = /* @__PURE__ */ new Map();
  onFault;
  sequence = 0;
  running = false;
  constructor(onFault) {
    this.onFault = onFault;
  }
  get pending() {
    return this.queue.length;
  }
  post(time_ns, endpoint, origin, payload) {
    this.queue.push({
      time_ns: Math.max(time_ns, this.now_ns + 1),
      endpoint,
      origin,
      sequence: this.sequence++,
      payload
    });
  }
  /** Time of the next event, if there is one. */
  next_ns() {
    while (this.queue.peek()?.endpoint.closed) this.queue.pop();
    return this.queue.peek()?.time_ns;
  }
  /** Runs what comes next: the events of one endpoint at one instant. False when there is none. */
  step() {
    if (this.running) throw new Error("Cannot run the graph from inside one of its callbacks");
    if (this.next_ns() === void 0) return false;
    const { queue, batch } = this;
    const first2 = queue.pop();
    const { endpoint, time_ns } = first2;
    this.now_ns = time_ns;
    let next = queue.peek();
    if (next === void 0 || next.endpoint !== endpoint || next.time_ns !== time_ns) {
      this.call(endpoint, first2.payload);
      return true;
    }
    batch.push(first2);
    for (; next !== void 0 && next.endpoint === endpoint && next.time_ns === time_ns; next = queue.peek())
      batch.push(queue.pop());
    const tooMany = Math.max(0, batch.length - endpoint.depth);
    endpoint.dropped += tooMany;
    for (let i = tooMany; i < batch.length && !endpoint.closed; i++) this.call(endpoint, batch[i].payload);
    batch.length = 0;
    return true;
  }
  call(endpoint, payload) {
    this.running = true;
    try {
      endpoint.run(payload);
    } catch (error) {
      this.fault(endpoint.node, endpoint.where, error);
    } finally {
      this.running = false;
    }
  }
  /** Counts and reports a fault. */
  fault(node, where, error) {
    const key = `${node} ${where}`;
    const count = (this.faultCounts.get(key) ?? 0) + 1;
    this.faultCounts.set(key, count);
    this.onFault({ node, where, error, count });
  }
  clear() {
    this.queue.clear();
  }
};

// packages/graph/src/localGraph.ts
var rosoutQos = { depth: 1e3, reliability: "reliable", durability: "volatile" };
var logLevels = { debug: "DEBUG", info: "INFO", warn: "WARN", error: "ERROR" };
var firstStandIn = 65536;
var LocalGraph = class {
  /** Time at the start, whole s. */
  epoch_s;
  options;
  scheduler;
  registry;
  members = [];
  state = "building";
  /** Whoever stands outside: what it publishes and calls is stamped with the current virtual time. */
  outside;
  standIns = [];
  alarm = {
    node: "outside",
    where: "alarm",
    order: -1,
    depth: Number.POSITIVE_INFINITY,
    closed: false,
    dropped: 0,
    run: (callback) => callback()
  };
  rosouts = /* @__PURE__ */ new Map();
  injectors = /* @__PURE__ */ new Map();
  constructor(options = {}) {
    const { epoch_s = 0 } = options;
    if (!Number.isInteger(epoch_s)) throw new RangeError(`Cannot build graph: epoch_s must be whole, got ${epoch_s}`);
    this.options = options;
    this.epoch_s = epoch_s;
    this.scheduler = new Scheduler((fault) => this.report(fault));
    this.registry = new Registry(
      this.scheduler,
      options.freezeMessages === true,
      (node, text) => this.log("warn", node, text)
    );
    this.outside = this.standIn("outside", 0);
  }
  /**
   * Adds a node; it starts with the others, or at once when the graph runs already. Throws on a name that is taken and on
   * wrong parameters. An error in its `start` is a fault: the node is gone, the graph lives on.
   */
  add(definition, overrides) {
    const { name, latency_s } = definition;
    if (this.state === "down") throw new Error(`Cannot add node ${name}: the graph is shut down`);
    if (this.has(name)) throw new Error(`Cannot add node ${name}: the graph has one of that name`);
    if (!(latency_s >= 0 && latency_s < 1e6))
      throw new RangeError(`Cannot add node ${name}: latency_s must be >= 0, got ${latency_s}`);
    const parameters = resolveParameters(name, definition.parameters, overrides);
    const node = this.createNode(name, parameters, latency_s, this.members.length + 1);
    const member = { node, definition, cleanup: void 0 };
    this.members.push(member);
    if (this.state === "running") this.startMember(member);
  }
  /**
   * A node without a definition, driven from outside under a name and a latency of its own: a replay, a bridge, a test.
   * At one instant its endpoints come after those of all added nodes.
   */
  standIn(name, latency_s) {
    if (this.has(name)) throw new Error(`Cannot stand in for node ${name}: the graph has it`);
    const node = this.createNode(name, {}, latency_s, firstStandIn + this.standIns.length);
    this.standIns.push(node);
    return node;
  }
  /** Whether there is a node of that name. */
  has(name) {
    return this.members.some(({ node }) => node.name === name) || this.standIns.some((node) => node.name === name);
  }
  /**
   * Starts all nodes, in the order they were added; what they publish meanwhile reaches all of them. Running the graph
   * does it too.
   */
  start() {
    if (this.state !== "building") return;
    this.state = "running";
    const held = [];
    this.registry.held = held;
    for (const member of this.members) this.startMember(member);
    this.registry.held = void 0;
    for (const send of held) send();
  }
  /** Calls each node's cleanup once, last added first; what was still on its way is lost. */
  shutdown() {
    if (this.state === "down") return;
    this.state = "down";
    for (const { node, cleanup } of this.members.slice().reverse()) {
      try {
        cleanup?.();
      } catch (error) {
        this.scheduler.fault(node.name, "cleanup", error);
      }
      node.close();
    }
    for (const node of this.standIns) node.close();
    this.scheduler.clear();
  }
  get isDown() {
    return this.state === "down";
  }
  now_s() {
    return this.epoch_s + this.scheduler.now_ns / 1e9;
  }
  /** The graph's time in ns, exactly. */
  now_ns() {
    return BigInt(this.epoch_s) * 1000000000n + BigInt(this.scheduler.now_ns);
  }
  /** Time of the next event, or undefined when nothing is to come. */
  next_s() {
    this.start();
    const next_ns = this.scheduler.next_ns();
    return next_ns === void 0 ? void 0 : this.epoch_s + next_ns / 1e9;
  }
  /** Jumps to the next event and runs it. False when nothing is to come. */
  step() {
    this.start();
    return this.scheduler.step();
  }
  /** Runs all events up to and including `stamp_s`; afterwards it is `stamp_s`. */
  runUntil(stamp_s) {
    this.start();
    const end_ns = Math.round((stamp_s - this.epoch_s) * 1e9);
    if (!Number.isSafeInteger(end_ns) || end_ns < this.scheduler.now_ns)
      throw new RangeError(`Cannot run until ${stamp_s} s: it is ${this.now_s()} s already`);
    for (let next = this.scheduler.next_ns(); next !== void 0 && next <= end_ns; next = this.scheduler.next_ns())
      this.scheduler.step();
    if (this.state !== "down") this.scheduler.now_ns = end_ns;
  }
  /** Runs for a time. */
  runFor(duration_s) {
    this.runUntil(this.now_s() + duration_s);
  }
  /** Publishes from outside, stamped with the current virtual time: commands from people, tests. */
  inject(type, topic, message) {
    let publisher = this.injectors.get(topic);
    if (!publisher) {
      publisher = this.outside.publisher(type, topic);
      this.injectors.set(topic, publisher);
    }
    publisher.publish(message);
  }
  /** Calls back at a time in ns, or at the next instant when that is past; at one instant before all nodes. */
  at(time_ns, callback) {
    const due_ns = Number(time_ns - BigInt(this.epoch_s) * 1000000000n);
    this.scheduler.post(due_ns, this.alarm, "outside", callback);
  }
  /** Has `tap` hear every publication from now on, the latched messages first; returns what ends it. */
  tap(tap) {
    for (const { publishers } of this.registry.topics.values())
      for (const publisher of publishers) for (const { message } of publisher.kept) tap(publisher, message);
    this.registry.taps.push(tap);
    return () => {
      const i = this.registry.taps.indexOf(tap);
      if (i >= 0) this.registry.taps.splice(i, 1);
    };
  }
  nodes() {
    return this.members.map((member) => member.node.name);
  }
  topics() {
    return [...this.registry.topics.values()].map(({ name, type, publishers, subscriptions, messages }) => ({
      name,
      type: type.name,
      publishers: publishers.map(({ node, quality }) => ({ node, quality })),
      subscriptions: subscriptions.map(({ node, quality, dropped }) => ({ node, quality, dropped })),
      messages
    }));
  }
  services() {
    return [...this.registry.services].map(([name, { type, server, calls }]) => {
      return { name, type: type.name, server: server?.node, calls };
    });
  }
  actions() {
    return [...this.registry.actions].map(([name, { type, server, goals }]) => {
      return { name, type: type.name, server: server?.node, calls: goals };
    });
  }
  createNode(name, parameters, latency_s, place) {
    return new LocalNode({
      name,
      parameters,
      latency_ns: Math.round(latency_s * 1e9),
      place,
      epoch_s: this.epoch_s,
      registry: this.registry,
      scheduler: this.scheduler,
      log: (level, text) => this.log(level, name, text)
    });
  }
  startMember(member) {
    try {
      member.cleanup = member.definition.start(member.node);
    } catch (error) {
      member.node.close();
      this.scheduler.fault(member.node.name, "start", error);
    }
  }
  /** Hands a text to the host, and publishes it on `rosout` as ROS 2 does, so that recordings and viewers have it. */
  log(level, node, text) {
    const stamp = fromNanoseconds(this.now_ns());
    this.options.log?.(level, node, text, this.now_s());
    const publisher = this.rosouts.get(node) ?? this.find(node).publisher(rcl_interfaces_exports.Log, "rosout", rosoutQos);
    this.rosouts.set(node, publisher);
    publisher.publish({ stamp, level: rcl_interfaces_exports.Log[logLevels[level]], name: node, msg: text });
  }
  find(name) {
    const member = this.members.find(({ node }) => node.name === name);
    return member?.node ?? this.standIns.find((node) => node.name === name) ?? this.outside;
  }
  /** Counts and reports a fault of whoever drives the graph from outside. */
  fault(node, where, error) {
    this.scheduler.fault(node, where, error);
  }
  report(fault) {
    this.log("error", fault.node, `${fault.where}: ${fault.error} (fault ${fault.count})`);
    this.options.onFault?.(fault);
  }
};

// packages/graph/src/parametersYaml.ts
import { parse } from "yaml";

// packages/graph/src/recordedQos.ts
var forever = "{sec: 9223372036, nsec: 854775807}";
function qosToYaml({ depth, reliability, durability }) {
  return [
    "- history: keep_last",
    `depth: ${depth}`,
    `reliability: ${reliability === "reliable" ? "reliable" : "best_effort"}`,
    `durability: ${durability === "volatile" ? "volatile" : "transient_local"}`,
    `deadline: ${forever}`,
    `lifespan: ${forever}`,
    "liveliness: automatic",
    `liveliness_lease_duration: ${forever}`,
    "avoid_ros_namespace_conventions: false"
  ].join("\n  ");
}
function qosFromYaml(text = "") {
  const first2 = text.split(/^- /m)[1] ?? "";
  const value = (key) => new RegExp(`^\\s*${key}: *(\\S+)`, "m").exec(first2)?.[1];
  const depth = Number(value("depth"));
  const reliability = value("reliability");
  const durability = value("durability");
  return {
    depth: depth > 0 ? depth : qos.reliable.depth,
    reliability: reliability === "best_effort" || reliability === "2" ? "bestEffort" : "reliable",
    durability: durability === "transient_local" || durability === "1" ? "transientLocal" : "volatile"
  };
}

// packages/graph/src/recordingWriter.ts
var import_crc6 = __toESM(require_src(), 1);

// node_modules/@mcap/core/dist/esm/McapIndexedReader.js
var import_crc2 = __toESM(require_src(), 1);
var import_heap_js = __toESM(require_heap_js_umd(), 1);

// node_modules/@mcap/core/dist/esm/getBigUint64.js
var getBigUint64 = typeof DataView.prototype.getBigUint64 === "function" ? DataView.prototype.getBigUint64 : function(offset, littleEndian) {
  const lo = littleEndian === true ? this.getUint32(offset, littleEndian) : this.getUint32(offset + 4, littleEndian);
  const hi = littleEndian === true ? this.getUint32(offset + 4, littleEndian) : this.getUint32(offset, littleEndian);
  return BigInt(hi) << 32n | BigInt(lo);
};

// node_modules/@mcap/core/dist/esm/Reader.js
var textDecoder = new TextDecoder();
var Reader = class {
  #view;
  #viewU8;
  offset;
  constructor(view, offset = 0) {
    this.#view = view;
    this.#viewU8 = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    this.offset = offset;
  }
  // Should be ~identical to the constructor, it allows us to reinitialize the reader when
  // the view changes,  without creating a new instance, avoiding allocation / GC overhead
  reset(view, offset = 0) {
    this.#view = view;
    this.#viewU8 = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    this.offset = offset;
  }
  bytesRemaining() {
    return this.#viewU8.length - this.offset;
  }
  uint8() {
    const value = this.#view.getUint8(this.offset);
    this.offset += 1;
    return value;
  }
  uint16() {
    const value = this.#view.getUint16(this.offset, true);
    this.offset += 2;
    return value;
  }
  uint32() {
    const value = this.#view.getUint32(this.offset, true);
    this.offset += 4;
    return value;
  }
  uint64() {
    const value = getBigUint64.call(this.#view, this.offset, true);
    this.offset += 8;
    return value;
  }
  string() {
    const length = this.uint32();
    if (length === 0) {
      return "";
    } else if (length > this.bytesRemaining()) {
      throw new Error(`String length ${length} exceeds bounds of buffer`);
    }
    return textDecoder.decode(this.u8ArrayBorrow(length));
  }
  keyValuePairs(readKey, readValue) {
    const length = this.uint32();
    if (this.offset + length > this.#view.byteLength) {
      throw new Error(`Key-value pairs length ${length} exceeds bounds of buffer`);
    }
    const result = [];
    const endOffset = this.offset + length;
    try {
      while (this.offset < endOffset) {
        result.push([readKey(this), readValue(this)]);
      }
    } catch (err) {
      throw new Error(`Error reading key-value pairs: ${err.message}`);
    }
    if (this.offset !== endOffset) {
      throw new Error(`Key-value pairs length (${this.offset - endOffset + length}) greater than expected (${length})`);
    }
    return result;
  }
  map(readKey, readValue) {
    const length = this.uint32();
    if (this.offset + length > this.#view.byteLength) {
      throw new Error(`Map length ${length} exceeds bounds of buffer`);
    }
    const result = /* @__PURE__ */ new Map();
    const endOffset = this.offset + length;
    try {
      while (this.offset < endOffset) {
        const key = readKey(this);
        const value = readValue(this);
        const existingValue = result.get(key);
        if (existingValue != void 0) {
          throw new Error(`Duplicate key ${String(key)} (${String(existingValue)} vs ${String(value)})`);
        }
        result.set(key, value);
      }
    } catch (err) {
      throw new Error(`Error reading map: ${err.message}`);
    }
    if (this.offset !== endOffset) {
      throw new Error(`Map length (${this.offset - endOffset + length}) greater than expected (${length})`);
    }
    return result;
  }
  // Read a borrowed Uint8Array, useful temp references or borrow semantics
  u8ArrayBorrow(length) {
    const result = this.#viewU8.subarray(this.offset, this.offset + length);
    this.offset += length;
    return result;
  }
  // Read a copied Uint8Array from the underlying buffer, use when you need to keep the data around
  u8ArrayCopy(length) {
    const result = this.#viewU8.slice(this.offset, this.offset + length);
    this.offset += length;
    return result;
  }
};

// node_modules/@mcap/core/dist/esm/parse.js
var import_crc = __toESM(require_src(), 1);

// node_modules/@mcap/core/dist/esm/constants.js
var MCAP_MAGIC = Object.freeze([137, 77, 67, 65, 80, 48, 13, 10]);
var Opcode;
(function(Opcode2) {
  Opcode2[Opcode2["MIN"] = 1] = "MIN";
  Opcode2[Opcode2["HEADER"] = 1] = "HEADER";
  Opcode2[Opcode2["FOOTER"] = 2] = "FOOTER";
  Opcode2[Opcode2["SCHEMA"] = 3] = "SCHEMA";
  Opcode2[Opcode2["CHANNEL"] = 4] = "CHANNEL";
  Opcode2[Opcode2["MESSAGE"] = 5] = "MESSAGE";
  Opcode2[Opcode2["CHUNK"] = 6] = "CHUNK";
  Opcode2[Opcode2["MESSAGE_INDEX"] = 7] = "MESSAGE_INDEX";
  Opcode2[Opcode2["CHUNK_INDEX"] = 8] = "CHUNK_INDEX";
  Opcode2[Opcode2["ATTACHMENT"] = 9] = "ATTACHMENT";
  Opcode2[Opcode2["ATTACHMENT_INDEX"] = 10] = "ATTACHMENT_INDEX";
  Opcode2[Opcode2["STATISTICS"] = 11] = "STATISTICS";
  Opcode2[Opcode2["METADATA"] = 12] = "METADATA";
  Opcode2[Opcode2["METADATA_INDEX"] = 13] = "METADATA_INDEX";
  Opcode2[Opcode2["SUMMARY_OFFSET"] = 14] = "SUMMARY_OFFSET";
  Opcode2[Opcode2["DATA_END"] = 15] = "DATA_END";
  Opcode2[Opcode2["MAX"] = 15] = "MAX";
})(Opcode || (Opcode = {}));

// node_modules/@mcap/core/dist/esm/parse.js
function parseMagic(reader) {
  if (reader.bytesRemaining() < MCAP_MAGIC.length) {
    return void 0;
  }
  const magic = reader.u8ArrayBorrow(MCAP_MAGIC.length);
  if (!MCAP_MAGIC.every((val, i) => val === magic[i])) {
    throw new Error(`Expected MCAP magic '${MCAP_MAGIC.map((val) => val.toString(16).padStart(2, "0")).join(" ")}', found '${Array.from(magic, (_, i) => magic[i].toString(16).padStart(2, "0")).join(" ")}'`);
  }
  return { specVersion: "0" };
}
function parseRecord(reader, validateCrcs = false) {
  const RECORD_HEADER_SIZE = 1 + 8;
  if (reader.bytesRemaining() < RECORD_HEADER_SIZE) {
    return void 0;
  }
  const start = reader.offset;
  const opcode = reader.uint8();
  const recordLength = reader.uint64();
  if (recordLength > Number.MAX_SAFE_INTEGER) {
    throw new Error(`Record content length ${recordLength} is too large`);
  }
  const recordLengthNum = Number(recordLength);
  if (reader.bytesRemaining() < recordLengthNum) {
    reader.offset = start;
    return void 0;
  }
  let result;
  switch (opcode) {
    case Opcode.HEADER:
      result = parseHeader(reader, recordLengthNum);
      break;
    case Opcode.FOOTER:
      result = parseFooter(reader, recordLengthNum);
      break;
    case Opcode.SCHEMA:
      result = parseSchema(reader, recordLengthNum);
      break;
    case Opcode.CHANNEL:
      result = parseChannel(reader, recordLengthNum);
      break;
    case Opcode.MESSAGE:
      result = parseMessage(reader, recordLengthNum);
      break;
    case Opcode.CHUNK:
      result = parseChunk(reader, recordLengthNum);
      break;
    case Opcode.MESSAGE_INDEX:
      result = parseMessageIndex(reader, recordLengthNum);
      break;
    case Opcode.CHUNK_INDEX:
      result = parseChunkIndex(reader, recordLengthNum);
      break;
    case Opcode.ATTACHMENT:
      result = parseAttachment(reader, recordLengthNum, validateCrcs);
      break;
    case Opcode.ATTACHMENT_INDEX:
      result = parseAttachmentIndex(reader, recordLengthNum);
      break;
    case Opcode.STATISTICS:
      result = parseStatistics(reader, recordLengthNum);
      break;
    case Opcode.METADATA:
      result = parseMetadata(reader, recordLengthNum);
      break;
    case Opcode.METADATA_INDEX:
      result = parseMetadataIndex(reader, recordLengthNum);
      break;
    case Opcode.SUMMARY_OFFSET:
      result = parseSummaryOffset(reader, recordLengthNum);
      break;
    case Opcode.DATA_END:
      result = parseDataEnd(reader, recordLengthNum);
      break;
    default:
      result = parseUnknown(reader, recordLengthNum, opcode);
      break;
  }
  reader.offset = start + RECORD_HEADER_SIZE + recordLengthNum;
  return result;
}
function parseUnknown(reader, recordLength, opcode) {
  const data = reader.u8ArrayBorrow(recordLength);
  return {
    type: "Unknown",
    opcode,
    data
  };
}
function parseHeader(reader, recordLength) {
  const startOffset = reader.offset;
  const profile = reader.string();
  const library = reader.string();
  reader.offset = startOffset + recordLength;
  return { type: "Header", profile, library };
}
function parseFooter(reader, recordLength) {
  const startOffset = reader.offset;
  const summaryStart = reader.uint64();
  const summaryOffsetStart = reader.uint64();
  const summaryCrc = reader.uint32();
  reader.offset = startOffset + recordLength;
  return {
    type: "Footer",
    summaryStart,
    summaryOffsetStart,
    summaryCrc
  };
}
function parseSchema(reader, recordLength) {
  const start = reader.offset;
  const id = reader.uint16();
  const name = reader.string();
  const encoding = reader.string();
  const dataLen = reader.uint32();
  const end = reader.offset;
  if (recordLength - (end - start) < dataLen) {
    throw new Error(`Schema data length ${dataLen} exceeds bounds of record`);
  }
  const data = reader.u8ArrayCopy(dataLen);
  reader.offset = start + recordLength;
  return {
    type: "Schema",
    id,
    encoding,
    name,
    data
  };
}
function parseChannel(reader, recordLength) {
  const startOffset = reader.offset;
  const channelId = reader.uint16();
  const schemaId = reader.uint16();
  const topicName = reader.string();
  const messageEncoding = reader.string();
  const metadata = reader.map((r2) => r2.string(), (r2) => r2.string());
  reader.offset = startOffset + recordLength;
  return {
    type: "Channel",
    id: channelId,
    schemaId,
    topic: topicName,
    messageEncoding,
    metadata
  };
}
function parseMessage(reader, recordLength) {
  const MESSAGE_PREFIX_SIZE = 2 + 4 + 8 + 8;
  const channelId = reader.uint16();
  const sequence = reader.uint32();
  const logTime = reader.uint64();
  const publishTime = reader.uint64();
  const data = reader.u8ArrayCopy(recordLength - MESSAGE_PREFIX_SIZE);
  return {
    type: "Message",
    channelId,
    sequence,
    logTime,
    publishTime,
    data
  };
}
function parseChunk(reader, recordLength) {
  const start = reader.offset;
  const startTime = reader.uint64();
  const endTime = reader.uint64();
  const uncompressedSize = reader.uint64();
  const uncompressedCrc = reader.uint32();
  const compression = reader.string();
  const recordsByteLength = Number(reader.uint64());
  const end = reader.offset;
  const prefixSize = end - start;
  if (recordsByteLength + prefixSize > recordLength) {
    throw new Error("Chunk records length exceeds remaining record size");
  }
  const records = reader.u8ArrayCopy(recordsByteLength);
  reader.offset = start + recordLength;
  return {
    type: "Chunk",
    messageStartTime: startTime,
    messageEndTime: endTime,
    compression,
    uncompressedSize,
    uncompressedCrc,
    records
  };
}
function parseMessageIndex(reader, recordLength) {
  const startOffset = reader.offset;
  const channelId = reader.uint16();
  const records = reader.keyValuePairs((r2) => r2.uint64(), (r2) => r2.uint64());
  reader.offset = startOffset + recordLength;
  return {
    type: "MessageIndex",
    channelId,
    records
  };
}
function parseChunkIndex(reader, recordLength) {
  const startOffset = reader.offset;
  const messageStartTime = reader.uint64();
  const messageEndTime = reader.uint64();
  const chunkStartOffset = reader.uint64();
  const chunkLength = reader.uint64();
  const messageIndexOffsets = reader.map((r2) => r2.uint16(), (r2) => r2.uint64());
  const messageIndexLength = reader.uint64();
  const compression = reader.string();
  const compressedSize = reader.uint64();
  const uncompressedSize = reader.uint64();
  reader.offset = startOffset + recordLength;
  return {
    type: "ChunkIndex",
    messageStartTime,
    messageEndTime,
    chunkStartOffset,
    chunkLength,
    messageIndexOffsets,
    messageIndexLength,
    compression,
    compressedSize,
    uncompressedSize
  };
}
function parseAttachment(reader, recordLength, validateCrcs) {
  const startOffset = reader.offset;
  const logTime = reader.uint64();
  const createTime = reader.uint64();
  const name = reader.string();
  const mediaType = reader.string();
  const dataLen = reader.uint64();
  if (BigInt(reader.offset) + dataLen > Number.MAX_SAFE_INTEGER) {
    throw new Error(`Attachment too large: ${dataLen}`);
  }
  if (reader.offset + Number(dataLen) + 4 > startOffset + recordLength) {
    throw new Error(`Attachment data length ${dataLen} exceeds bounds of record`);
  }
  const data = reader.u8ArrayCopy(Number(dataLen));
  const crcLength = reader.offset - startOffset;
  const expectedCrc = reader.uint32();
  if (validateCrcs && expectedCrc !== 0) {
    reader.offset = startOffset;
    const fullData = reader.u8ArrayBorrow(crcLength);
    const actualCrc = (0, import_crc.crc32)(fullData);
    reader.offset = startOffset + crcLength + 4;
    if (actualCrc !== expectedCrc) {
      throw new Error(`Attachment CRC32 mismatch: expected ${expectedCrc}, actual ${actualCrc}`);
    }
  }
  reader.offset = startOffset + recordLength;
  return {
    type: "Attachment",
    logTime,
    createTime,
    name,
    mediaType,
    data
  };
}
function parseAttachmentIndex(reader, recordLength) {
  const startOffset = reader.offset;
  const offset = reader.uint64();
  const length = reader.uint64();
  const logTime = reader.uint64();
  const createTime = reader.uint64();
  const dataSize = reader.uint64();
  const name = reader.string();
  const mediaType = reader.string();
  reader.offset = startOffset + recordLength;
  return {
    type: "AttachmentIndex",
    offset,
    length,
    logTime,
    createTime,
    dataSize,
    name,
    mediaType
  };
}
function parseStatistics(reader, recordLength) {
  const startOffset = reader.offset;
  const messageCount = reader.uint64();
  const schemaCount = reader.uint16();
  const channelCount = reader.uint32();
  const attachmentCount = reader.uint32();
  const metadataCount = reader.uint32();
  const chunkCount = reader.uint32();
  const messageStartTime = reader.uint64();
  const messageEndTime = reader.uint64();
  const channelMessageCounts = reader.map((r2) => r2.uint16(), (r2) => r2.uint64());
  reader.offset = startOffset + recordLength;
  return {
    type: "Statistics",
    messageCount,
    schemaCount,
    channelCount,
    attachmentCount,
    metadataCount,
    chunkCount,
    messageStartTime,
    messageEndTime,
    channelMessageCounts
  };
}
function parseMetadata(reader, recordLength) {
  const startOffset = reader.offset;
  const name = reader.string();
  const metadata = reader.map((r2) => r2.string(), (r2) => r2.string());
  reader.offset = startOffset + recordLength;
  return { type: "Metadata", metadata, name };
}
function parseMetadataIndex(reader, recordLength) {
  const startOffset = reader.offset;
  const offset = reader.uint64();
  const length = reader.uint64();
  const name = reader.string();
  reader.offset = startOffset + recordLength;
  return {
    type: "MetadataIndex",
    offset,
    length,
    name
  };
}
function parseSummaryOffset(reader, recordLength) {
  const startOffset = reader.offset;
  const groupOpcode = reader.uint8();
  const groupStart = reader.uint64();
  const groupLength = reader.uint64();
  reader.offset = startOffset + recordLength;
  return {
    type: "SummaryOffset",
    groupOpcode,
    groupStart,
    groupLength
  };
}
function parseDataEnd(reader, recordLength) {
  const startOffset = reader.offset;
  const dataSectionCrc = reader.uint32();
  reader.offset = startOffset + recordLength;
  return {
    type: "DataEnd",
    dataSectionCrc
  };
}

// node_modules/@mcap/core/dist/esm/McapStreamReader.js
var import_crc3 = __toESM(require_src(), 1);
var McapStreamReader = class {
  #buffer = new ArrayBuffer(MCAP_MAGIC.length * 2);
  #view = new DataView(this.#buffer, 0, 0);
  #reader = new Reader(this.#view);
  #decompressHandlers;
  #includeChunks;
  #validateCrcs;
  #noMagicPrefix;
  #doneReading = false;
  #generator = this.#read();
  #channelsById = /* @__PURE__ */ new Map();
  constructor({ includeChunks = false, decompressHandlers = {}, validateCrcs = true, noMagicPrefix = false } = {}) {
    this.#includeChunks = includeChunks;
    this.#decompressHandlers = decompressHandlers;
    this.#validateCrcs = validateCrcs;
    this.#noMagicPrefix = noMagicPrefix;
  }
  /** @returns True if a valid, complete mcap file has been parsed. */
  done() {
    return this.#doneReading;
  }
  /** @returns The number of bytes that have been received by `append()` but not yet parsed. */
  bytesRemaining() {
    return this.#reader.bytesRemaining();
  }
  /**
   * Provide the reader with newly received bytes for it to process. After calling this function,
   * call `nextRecord()` again to parse any records that are now available.
   */
  append(data) {
    if (this.#doneReading) {
      throw new Error("Already done reading");
    }
    this.#appendOrShift(data);
  }
  #appendOrShift(data) {
    const consumedBytes = this.#reader.offset;
    const unconsumedBytes = this.#view.byteLength - consumedBytes;
    const neededCapacity = unconsumedBytes + data.byteLength;
    if (neededCapacity <= this.#buffer.byteLength) {
      if (this.#view.byteOffset + this.#view.byteLength + data.byteLength <= this.#buffer.byteLength) {
        const array = new Uint8Array(this.#buffer, this.#view.byteOffset);
        array.set(data, this.#view.byteLength);
        this.#view = new DataView(this.#buffer, this.#view.byteOffset, this.#view.byteLength + data.byteLength);
        this.#reader.reset(this.#view, this.#reader.offset);
      } else {
        const existingData = new Uint8Array(this.#buffer, this.#view.byteOffset + consumedBytes, unconsumedBytes);
        const array = new Uint8Array(this.#buffer);
        array.set(existingData, 0);
        array.set(data, existingData.byteLength);
        this.#view = new DataView(this.#buffer, 0, existingData.byteLength + data.byteLength);
        this.#reader.reset(this.#view);
      }
    } else {
      this.#buffer = new ArrayBuffer(neededCapacity * 2);
      const array = new Uint8Array(this.#buffer);
      const existingData = new Uint8Array(this.#view.buffer, this.#view.byteOffset + consumedBytes, unconsumedBytes);
      array.set(existingData, 0);
      array.set(data, existingData.byteLength);
      this.#view = new DataView(this.#buffer, 0, existingData.byteLength + data.byteLength);
      this.#reader.reset(this.#view);
    }
  }
  /**
   * Read the next record from the stream if possible. If not enough data is available to parse a
   * complete record, or if the reading has terminated with a valid footer, returns undefined.
   *
   * This function may throw any errors encountered during parsing. If an error is thrown, the
   * reader is in an unspecified state and should no longer be used.
   */
  nextRecord() {
    if (this.#doneReading) {
      return void 0;
    }
    const result = this.#generator.next();
    if (result.value?.type === "Channel") {
      const existing = this.#channelsById.get(result.value.id);
      this.#channelsById.set(result.value.id, result.value);
      if (existing && !isChannelEqual(existing, result.value)) {
        throw new Error(`Channel record for id ${result.value.id} (topic: ${result.value.topic}) differs from previous channel record of the same id.`);
      }
    } else if (result.value?.type === "Message") {
      const channelId = result.value.channelId;
      const existing = this.#channelsById.get(channelId);
      if (!existing) {
        throw new Error(`Encountered message on channel ${channelId} without prior channel record`);
      }
    }
    if (result.done === true) {
      this.#doneReading = true;
    }
    return result.value;
  }
  *#read() {
    if (!this.#noMagicPrefix) {
      let magic;
      while (magic = parseMagic(this.#reader), !magic) {
        yield;
      }
    }
    let header2;
    function errorWithLibrary(message) {
      return new Error(`${message} ${header2 ? `[library=${header2.library}]` : "[no header]"}`);
    }
    for (; ; ) {
      let record;
      while (record = parseRecord(this.#reader, this.#validateCrcs), !record) {
        yield;
      }
      switch (record.type) {
        case "Header":
          if (header2) {
            throw new Error(`Duplicate Header record: library=${header2.library} profile=${header2.profile} vs. library=${record.library} profile=${record.profile}`);
          }
          header2 = record;
          yield record;
          break;
        case "Unknown":
        case "Schema":
        case "Channel":
        case "Message":
        case "MessageIndex":
        case "ChunkIndex":
        case "Attachment":
        case "AttachmentIndex":
        case "Statistics":
        case "Metadata":
        case "MetadataIndex":
        case "SummaryOffset":
        case "DataEnd":
          yield record;
          break;
        case "Chunk": {
          if (this.#includeChunks) {
            yield record;
          }
          let buffer = record.records;
          if (record.compression !== "" && buffer.byteLength > 0) {
            const decompress = this.#decompressHandlers[record.compression];
            if (!decompress) {
              throw errorWithLibrary(`Unsupported compression ${record.compression}`);
            }
            buffer = decompress(buffer, record.uncompressedSize);
          }
          if (this.#validateCrcs && record.uncompressedCrc !== 0) {
            const chunkCrc = (0, import_crc3.crc32)(buffer);
            if (chunkCrc !== record.uncompressedCrc) {
              throw errorWithLibrary(`Incorrect chunk CRC ${chunkCrc} (expected ${record.uncompressedCrc})`);
            }
          }
          const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
          const chunkReader = new Reader(view);
          let chunkRecord;
          while (chunkRecord = parseRecord(chunkReader, this.#validateCrcs)) {
            switch (chunkRecord.type) {
              case "Header":
              case "Footer":
              case "Chunk":
              case "MessageIndex":
              case "ChunkIndex":
              case "Attachment":
              case "AttachmentIndex":
              case "Statistics":
              case "Metadata":
              case "MetadataIndex":
              case "SummaryOffset":
              case "DataEnd":
                throw errorWithLibrary(`${chunkRecord.type} record not allowed inside a chunk`);
              case "Unknown":
              case "Schema":
              case "Channel":
              case "Message":
                yield chunkRecord;
                break;
            }
          }
          if (chunkReader.bytesRemaining() !== 0) {
            throw errorWithLibrary(`${chunkReader.bytesRemaining()} bytes remaining in chunk`);
          }
          break;
        }
        case "Footer":
          try {
            let magic;
            while (magic = parseMagic(this.#reader), !magic) {
              yield;
            }
          } catch (error) {
            throw errorWithLibrary(error.message);
          }
          if (this.#reader.bytesRemaining() !== 0) {
            throw errorWithLibrary(`${this.#reader.bytesRemaining()} bytes remaining after MCAP footer and trailing magic`);
          }
          return record;
      }
    }
  }
};
function isChannelEqual(a2, b2) {
  if (!(a2.id === b2.id && a2.messageEncoding === b2.messageEncoding && a2.schemaId === b2.schemaId && a2.topic === b2.topic && a2.metadata.size === b2.metadata.size)) {
    return false;
  }
  for (const [keyA, valueA] of a2.metadata.entries()) {
    const valueB = b2.metadata.get(keyA);
    if (valueA !== valueB) {
      return false;
    }
  }
  return true;
}

// node_modules/@mcap/core/dist/esm/McapWriter.js
var import_crc5 = __toESM(require_src(), 1);

// node_modules/@mcap/core/dist/esm/McapRecordBuilder.js
var import_crc4 = __toESM(require_src(), 1);

// node_modules/@mcap/core/dist/esm/BufferBuilder.js
var LITTLE_ENDIAN = true;
var BufferBuilder = class {
  #fullBuffer = new Uint8Array(4096);
  #view;
  #textEncoder = new TextEncoder();
  // location of the write head - new writes will start here
  #offset = 0;
  constructor() {
    this.#view = new DataView(this.#fullBuffer.buffer);
  }
  /**
   * Length in bytes of the written buffer
   */
  get length() {
    return this.#offset;
  }
  /** Returns a copy of the written data. */
  get buffer() {
    return this.#fullBuffer.slice(0, this.#offset);
  }
  /** Returns a temporary view into the underlying buffer (not a copy). */
  bufferView(byteOffset, byteLength) {
    return new Uint8Array(this.#fullBuffer.buffer, byteOffset, byteLength);
  }
  int8(value) {
    this.#ensureAdditionalCapacity(1);
    this.#view.setInt8(this.#offset, value);
    this.#offset += 1;
    return this;
  }
  uint8(value) {
    this.#ensureAdditionalCapacity(1);
    this.#view.setUint8(this.#offset, value);
    this.#offset += 1;
    return this;
  }
  int16(value) {
    this.#ensureAdditionalCapacity(2);
    this.#view.setInt16(this.#offset, value, LITTLE_ENDIAN);
    this.#offset += 2;
    return this;
  }
  uint16(value) {
    this.#ensureAdditionalCapacity(2);
    this.#view.setUint16(this.#offset, value, LITTLE_ENDIAN);
    this.#offset += 2;
    return this;
  }
  int32(value) {
    this.#ensureAdditionalCapacity(4);
    this.#view.setInt32(this.#offset, value, LITTLE_ENDIAN);
    this.#offset += 4;
    return this;
  }
  uint32(value) {
    this.#ensureAdditionalCapacity(4);
    this.#view.setUint32(this.#offset, value, LITTLE_ENDIAN);
    this.#offset += 4;
    return this;
  }
  int64(value) {
    this.#ensureAdditionalCapacity(8);
    this.#view.setBigInt64(this.#offset, value, LITTLE_ENDIAN);
    this.#offset += 8;
    return this;
  }
  uint64(value) {
    this.#ensureAdditionalCapacity(8);
    this.#view.setBigUint64(this.#offset, value, LITTLE_ENDIAN);
    this.#offset += 8;
    return this;
  }
  string(value) {
    const stringBytes = this.#textEncoder.encode(value);
    this.#ensureAdditionalCapacity(stringBytes.byteLength + 4);
    this.uint32(stringBytes.length);
    this.#fullBuffer.set(stringBytes, this.#offset);
    this.#offset += stringBytes.length;
    return this;
  }
  bytes(buffer) {
    this.#ensureAdditionalCapacity(buffer.byteLength);
    this.#fullBuffer.set(buffer, this.#offset);
    this.#offset += buffer.length;
    return this;
  }
  tupleArray(write1, write2, array) {
    const sizeOffset = this.#offset;
    this.uint32(0);
    for (const [key, value] of array) {
      write1.call(this, key);
      write2.call(this, value);
    }
    const currentOffset = this.#offset;
    this.#offset = sizeOffset;
    const byteLength = currentOffset - sizeOffset - 4;
    this.uint32(byteLength);
    this.#offset = currentOffset;
    return this;
  }
  /**
   * Move the write head to offset bytes from the start of the buffer.
   *
   * If the buffer is smaller than the new offset location, the buffer expands.
   */
  seek(offset) {
    this.#ensureCapacity(offset);
    this.#offset = offset;
    return this;
  }
  /**
   * reset the write head to the start of the buffer
   */
  reset() {
    this.#offset = 0;
    return this;
  }
  #ensureAdditionalCapacity(capacity) {
    this.#ensureCapacity(this.#offset + capacity);
  }
  #ensureCapacity(capacity) {
    if (capacity > this.#fullBuffer.byteLength) {
      const newSize = Math.max(this.#fullBuffer.byteLength * 1.5, capacity);
      const newBuffer = new Uint8Array(newSize);
      newBuffer.set(this.#fullBuffer);
      this.#fullBuffer = newBuffer;
      this.#view = new DataView(this.#fullBuffer.buffer);
    }
  }
};

// node_modules/@mcap/core/dist/esm/McapRecordBuilder.js
var McapRecordBuilder = class {
  options;
  #bufferBuilder = new BufferBuilder();
  constructor(options) {
    this.options = options;
  }
  get length() {
    return this.#bufferBuilder.length;
  }
  get buffer() {
    return this.#bufferBuilder.buffer;
  }
  reset() {
    this.#bufferBuilder.reset();
  }
  writeMagic() {
    this.#bufferBuilder.bytes(new Uint8Array(MCAP_MAGIC));
  }
  writeHeader(header2) {
    this.#bufferBuilder.uint8(Opcode.HEADER);
    const startPosition = this.#bufferBuilder.length;
    this.#bufferBuilder.uint64(0n).string(header2.profile).string(header2.library);
    if (this.options?.padRecords === true) {
      this.#bufferBuilder.uint8(1).uint8(255).uint8(255);
    }
    const endPosition = this.#bufferBuilder.length;
    this.#bufferBuilder.seek(startPosition).uint64(BigInt(endPosition - startPosition - 8)).seek(endPosition);
    return BigInt(endPosition - startPosition + 1);
  }
  writeFooter(footer) {
    this.#bufferBuilder.uint8(Opcode.FOOTER).uint64(20n).uint64(footer.summaryStart).uint64(footer.summaryOffsetStart).uint32(footer.summaryCrc);
    return 20n;
  }
  writeSchema(schema) {
    this.#bufferBuilder.uint8(Opcode.SCHEMA);
    const startPosition = this.#bufferBuilder.length;
    this.#bufferBuilder.uint64(0n).uint16(schema.id).string(schema.name).string(schema.encoding).uint32(schema.data.byteLength).bytes(schema.data);
    if (this.options?.padRecords === true) {
      this.#bufferBuilder.uint8(1).uint8(255).uint8(255);
    }
    const endPosition = this.#bufferBuilder.length;
    this.#bufferBuilder.seek(startPosition).uint64(BigInt(endPosition - startPosition - 8)).seek(endPosition);
    return BigInt(endPosition - startPosition + 1);
  }
  writeChannel(info) {
    this.#bufferBuilder.uint8(Opcode.CHANNEL);
    const startPosition = this.#bufferBuilder.length;
    this.#bufferBuilder.uint64(0n).uint16(info.id).uint16(info.schemaId).string(info.topic).string(info.messageEncoding).tupleArray((key) => this.#bufferBuilder.string(key), (value) => this.#bufferBuilder.string(value), info.metadata);
    if (this.options?.padRecords === true) {
      this.#bufferBuilder.uint8(1).uint8(255).uint8(255);
    }
    const endPosition = this.#bufferBuilder.length;
    this.#bufferBuilder.seek(startPosition).uint64(BigInt(endPosition - startPosition - 8)).seek(endPosition);
    return BigInt(endPosition - startPosition + 1);
  }
  writeMessage(message) {
    this.#bufferBuilder.uint8(Opcode.MESSAGE);
    const startPosition = this.#bufferBuilder.length;
    this.#bufferBuilder.uint64(0n).uint16(message.channelId).uint32(message.sequence).uint64(message.logTime).uint64(message.publishTime).bytes(message.data);
    const endPosition = this.#bufferBuilder.length;
    this.#bufferBuilder.seek(startPosition).uint64(BigInt(endPosition - startPosition - 8)).seek(endPosition);
  }
  writeAttachment(attachment) {
    this.#bufferBuilder.uint8(Opcode.ATTACHMENT);
    const startPosition = this.#bufferBuilder.length;
    this.#bufferBuilder.uint64(0n);
    const crcStartPosition = this.#bufferBuilder.length;
    this.#bufferBuilder.uint64(attachment.logTime).uint64(attachment.createTime).string(attachment.name).string(attachment.mediaType).uint64(BigInt(attachment.data.byteLength)).bytes(attachment.data);
    this.#bufferBuilder.uint32((0, import_crc4.crc32)(this.#bufferBuilder.bufferView(crcStartPosition, this.#bufferBuilder.length - crcStartPosition)));
    if (this.options?.padRecords === true) {
      this.#bufferBuilder.uint8(1).uint8(255).uint8(255);
    }
    const endPosition = this.#bufferBuilder.length;
    this.#bufferBuilder.seek(startPosition).uint64(BigInt(endPosition - startPosition - 8)).seek(endPosition);
    return BigInt(endPosition - startPosition + 1);
  }
  writeAttachmentIndex(attachmentIndex) {
    this.#bufferBuilder.uint8(Opcode.ATTACHMENT_INDEX);
    const startPosition = this.#bufferBuilder.length;
    this.#bufferBuilder.uint64(0n).uint64(attachmentIndex.offset).uint64(attachmentIndex.length).uint64(attachmentIndex.logTime).uint64(attachmentIndex.createTime).uint64(attachmentIndex.dataSize).string(attachmentIndex.name).string(attachmentIndex.mediaType);
    if (this.options?.padRecords === true) {
      this.#bufferBuilder.uint8(1).uint8(255).uint8(255);
    }
    const endPosition = this.#bufferBuilder.length;
    this.#bufferBuilder.seek(startPosition).uint64(BigInt(endPosition - startPosition - 8)).seek(endPosition);
    return BigInt(endPosition - startPosition + 1);
  }
  writeChunk(chunk) {
    this.#bufferBuilder.uint8(Opcode.CHUNK);
    const startPosition = this.#bufferBuilder.length;
    this.#bufferBuilder.uint64(0n).uint64(chunk.messageStartTime).uint64(chunk.messageEndTime).uint64(chunk.uncompressedSize).uint32(chunk.uncompressedCrc).string(chunk.compression).uint64(BigInt(chunk.records.byteLength)).bytes(chunk.records);
    const endPosition = this.#bufferBuilder.length;
    this.#bufferBuilder.seek(startPosition).uint64(BigInt(endPosition - startPosition - 8)).seek(endPosition);
    return BigInt(endPosition - startPosition + 1);
  }
  writeChunkIndex(chunkIndex) {
    this.#bufferBuilder.uint8(Opcode.CHUNK_INDEX);
    const startPosition = this.#bufferBuilder.length;
    this.#bufferBuilder.uint64(0n).uint64(chunkIndex.messageStartTime).uint64(chunkIndex.messageEndTime).uint64(chunkIndex.chunkStartOffset).uint64(chunkIndex.chunkLength).uint32(chunkIndex.messageIndexOffsets.size * 10);
    for (const [channelId, offset] of chunkIndex.messageIndexOffsets) {
      this.#bufferBuilder.uint16(channelId).uint64(offset);
    }
    this.#bufferBuilder.uint64(chunkIndex.messageIndexLength).string(chunkIndex.compression).uint64(chunkIndex.compressedSize).uint64(chunkIndex.uncompressedSize);
    if (this.options?.padRecords === true) {
      this.#bufferBuilder.uint8(1).uint8(255).uint8(255);
    }
    const endPosition = this.#bufferBuilder.length;
    this.#bufferBuilder.seek(startPosition).uint64(BigInt(endPosition - startPosition - 8)).seek(endPosition);
    return BigInt(endPosition - startPosition + 1);
  }
  writeMessageIndex(messageIndex) {
    this.#bufferBuilder.uint8(Opcode.MESSAGE_INDEX);
    const startPosition = this.#bufferBuilder.length;
    const messageIndexRecordsByteLength = messageIndex.records.length * 16;
    this.#bufferBuilder.uint64(0n).uint16(messageIndex.channelId).uint32(messageIndexRecordsByteLength);
    for (const record of messageIndex.records) {
      this.#bufferBuilder.uint64(record[0]).uint64(record[1]);
    }
    if (this.options?.padRecords === true) {
      this.#bufferBuilder.uint8(1).uint8(255).uint8(255);
    }
    const endPosition = this.#bufferBuilder.length;
    this.#bufferBuilder.seek(startPosition).uint64(BigInt(endPosition - startPosition - 8)).seek(endPosition);
    return BigInt(endPosition - startPosition + 1);
  }
  writeMetadata(metadata) {
    this.#bufferBuilder.uint8(Opcode.METADATA);
    const startPosition = this.#bufferBuilder.length;
    this.#bufferBuilder.uint64(0n).string(metadata.name).tupleArray((key) => this.#bufferBuilder.string(key), (value) => this.#bufferBuilder.string(value), metadata.metadata);
    if (this.options?.padRecords === true) {
      this.#bufferBuilder.uint8(1).uint8(255).uint8(255);
    }
    const endPosition = this.#bufferBuilder.length;
    this.#bufferBuilder.seek(startPosition).uint64(BigInt(endPosition - startPosition - 8)).seek(endPosition);
    return BigInt(endPosition - startPosition + 1);
  }
  writeMetadataIndex(metadataIndex) {
    this.#bufferBuilder.uint8(Opcode.METADATA_INDEX);
    const startPosition = this.#bufferBuilder.length;
    this.#bufferBuilder.uint64(0n).uint64(metadataIndex.offset).uint64(metadataIndex.length).string(metadataIndex.name);
    if (this.options?.padRecords === true) {
      this.#bufferBuilder.uint8(1).uint8(255).uint8(255);
    }
    const endPosition = this.#bufferBuilder.length;
    this.#bufferBuilder.seek(startPosition).uint64(BigInt(endPosition - startPosition - 8)).seek(endPosition);
    return BigInt(endPosition - startPosition + 1);
  }
  writeSummaryOffset(summaryOffset) {
    this.#bufferBuilder.uint8(Opcode.SUMMARY_OFFSET);
    const startPosition = this.#bufferBuilder.length;
    this.#bufferBuilder.uint64(0n).uint8(summaryOffset.groupOpcode).uint64(summaryOffset.groupStart).uint64(summaryOffset.groupLength);
    if (this.options?.padRecords === true) {
      this.#bufferBuilder.uint8(1).uint8(255).uint8(255);
    }
    const endPosition = this.#bufferBuilder.length;
    this.#bufferBuilder.seek(startPosition).uint64(BigInt(endPosition - startPosition - 8)).seek(endPosition);
    return BigInt(endPosition - startPosition + 1);
  }
  writeStatistics(statistics) {
    this.#bufferBuilder.uint8(Opcode.STATISTICS);
    const startPosition = this.#bufferBuilder.length;
    this.#bufferBuilder.uint64(0n).uint64(statistics.messageCount).uint16(statistics.schemaCount).uint32(statistics.channelCount).uint32(statistics.attachmentCount).uint32(statistics.metadataCount).uint32(statistics.chunkCount).uint64(statistics.messageStartTime).uint64(statistics.messageEndTime).tupleArray((key) => this.#bufferBuilder.uint16(key), (value) => this.#bufferBuilder.uint64(value), statistics.channelMessageCounts);
    if (this.options?.padRecords === true) {
      this.#bufferBuilder.uint8(1).uint8(255).uint8(255);
    }
    const endPosition = this.#bufferBuilder.length;
    this.#bufferBuilder.seek(startPosition).uint64(BigInt(endPosition - startPosition - 8)).seek(endPosition);
    return BigInt(endPosition - startPosition + 1);
  }
  writeDataEnd(dataEnd) {
    this.#bufferBuilder.uint8(Opcode.DATA_END).uint64(4n).uint32(dataEnd.dataSectionCrc);
    return 4n;
  }
};

// node_modules/@mcap/core/dist/esm/ChunkBuilder.js
var ChunkBuilder = class {
  #recordWriter = new McapRecordBuilder();
  #messageIndices;
  #totalMessageCount = 0;
  messageStartTime = 0n;
  messageEndTime = 0n;
  constructor({ useMessageIndex = true }) {
    if (useMessageIndex) {
      this.#messageIndices = /* @__PURE__ */ new Map();
    }
  }
  get numMessages() {
    return this.#totalMessageCount;
  }
  get buffer() {
    return this.#recordWriter.buffer;
  }
  get byteLength() {
    return this.#recordWriter.length;
  }
  get indices() {
    if (this.#messageIndices) {
      return this.#messageIndices.values();
    }
    return [];
  }
  addSchema(schema) {
    this.#recordWriter.writeSchema(schema);
  }
  addChannel(info) {
    if (this.#messageIndices && !this.#messageIndices.has(info.id)) {
      this.#messageIndices.set(info.id, {
        channelId: info.id,
        records: []
      });
    }
    this.#recordWriter.writeChannel(info);
  }
  addMessage(message) {
    if (this.#totalMessageCount === 0 || message.logTime < this.messageStartTime) {
      this.messageStartTime = message.logTime;
    }
    if (this.#totalMessageCount === 0 || message.logTime > this.messageEndTime) {
      this.messageEndTime = message.logTime;
    }
    if (this.#messageIndices) {
      let messageIndex = this.#messageIndices.get(message.channelId);
      if (!messageIndex) {
        messageIndex = {
          channelId: message.channelId,
          records: []
        };
        this.#messageIndices.set(message.channelId, messageIndex);
      }
      messageIndex.records.push([message.logTime, BigInt(this.#recordWriter.length)]);
    }
    this.#totalMessageCount += 1;
    this.#recordWriter.writeMessage(message);
  }
  reset() {
    this.messageStartTime = 0n;
    this.messageEndTime = 0n;
    this.#totalMessageCount = 0;
    this.#messageIndices?.clear();
    this.#recordWriter.reset();
  }
};

// node_modules/@mcap/core/dist/esm/version.js
var VERSION = "2.2.2";
var LIBRARY_IDENTIFIER = `mcap-typescript/${VERSION}`;

// packages/graph/src/recordingWriter.ts
var RecordingWriter = class {
  sink;
  compression;
  chunk_bytes;
  chunk_ns;
  records = new McapRecordBuilder();
  chunk = new ChunkBuilder({ useMessageIndex: true });
  schemas = [];
  channels = [];
  writtenSchemas = /* @__PURE__ */ new Set();
  writtenChannels = /* @__PURE__ */ new Set();
  counts = /* @__PURE__ */ new Map();
  chunkIndexes = [];
  metadataIndexes = [];
  position = 0n;
  start_ns;
  end_ns = 0n;
  closed = false;
  constructor(sink, options = {}) {
    const { chunk_bytes = 1 << 20, chunk_s = 2 } = options;
    if (!(chunk_bytes > 0)) throw new RangeError(`Cannot record: chunk_bytes must be > 0, got ${chunk_bytes}`);
    if (!(chunk_s > 0)) throw new RangeError(`Cannot record: chunk_s must be > 0, got ${chunk_s}`);
    this.sink = sink;
    this.compression = options.compression;
    this.chunk_bytes = chunk_bytes;
    this.chunk_ns = BigInt(Math.round(chunk_s * 1e9));
    this.records.writeMagic();
    this.records.writeHeader({ profile: "ros2", library: "homebound" });
    this.put();
  }
  /** Bytes written so far. */
  get size() {
    return Number(this.position);
  }
  /** Count of messages so far. */
  get messages() {
    let n = 0n;
    for (const count of this.counts.values()) n += count;
    return Number(n);
  }
  /** Registers a channel; it is written with its first message. Returns its id. */
  addChannel({ topic, type, definition, metadata }) {
    let schema = this.schemas.find(({ name }) => name === type);
    if (!schema) {
      const data = new TextEncoder().encode(definition);
      schema = { id: this.schemas.length + 1, name: type, encoding: "ros2msg", data };
      this.schemas.push(schema);
    }
    const id = this.channels.length;
    this.channels.push({ id, schemaId: schema.id, topic, messageEncoding: "cdr", metadata: new Map(metadata) });
    return id;
  }
  /** Adds CDR bytes at a time, ns; they are copied. */
  addMessage(channelId, time_ns, data) {
    const { chunk } = this;
    if (chunk.numMessages > 0 && time_ns - chunk.messageStartTime >= this.chunk_ns) this.flush();
    if (!this.writtenChannels.has(channelId)) this.writeChannel(channelId);
    const count = this.counts.get(channelId) ?? 0n;
    chunk.addMessage({ channelId, sequence: Number(count), logTime: time_ns, publishTime: time_ns, data });
    this.counts.set(channelId, count + 1n);
    if (this.start_ns === void 0 || time_ns < this.start_ns) this.start_ns = time_ns;
    if (time_ns > this.end_ns) this.end_ns = time_ns;
    if (chunk.byteLength >= this.chunk_bytes) this.flush();
  }
  /** Adds named texts, at once. */
  addMetadata(name, metadata) {
    const length = this.records.writeMetadata({ name, metadata: new Map(metadata) });
    this.metadataIndexes.push({ name, offset: this.position, length });
    this.put();
  }
  /** Ends the current chunk: what was added so far is then in the sink. */
  flush() {
    const { chunk, records } = this;
    if (chunk.numMessages === 0) return;
    const plain = chunk.buffer;
    const packed = this.compression ? this.compression.compress(plain) : plain;
    const { messageStartTime, messageEndTime } = chunk;
    const compression = this.compression?.name ?? "";
    const chunkStartOffset = this.position;
    const uncompressedSize = BigInt(plain.length);
    const chunkLength = records.writeChunk({
      messageStartTime,
      messageEndTime,
      uncompressedSize,
      uncompressedCrc: (0, import_crc6.crc32)(plain),
      compression,
      records: packed
    });
    const messageIndexOffsets = /* @__PURE__ */ new Map();
    let messageIndexLength = 0n;
    for (const index of chunk.indices) {
      messageIndexOffsets.set(index.channelId, chunkStartOffset + chunkLength + messageIndexLength);
      messageIndexLength += records.writeMessageIndex(index);
    }
    this.chunkIndexes.push({
      messageStartTime,
      messageEndTime,
      chunkStartOffset,
      chunkLength,
      messageIndexOffsets,
      messageIndexLength,
      compression,
      compressedSize: BigInt(packed.length),
      uncompressedSize
    });
    chunk.reset();
    this.put();
  }
  /** Ends the file with its index. Nothing can be added afterwards. */
  close() {
    if (this.closed) return;
    this.closed = true;
    this.flush();
    const { records } = this;
    records.writeDataEnd({ dataSectionCrc: 0 });
    this.put();
    const summaryStart = this.position;
    for (const schema of this.schemas) records.writeSchema(schema);
    for (const channel of this.channels) records.writeChannel(channel);
    records.writeStatistics({
      messageCount: BigInt(this.messages),
      schemaCount: this.schemas.length,
      channelCount: this.channels.length,
      attachmentCount: 0,
      metadataCount: this.metadataIndexes.length,
      chunkCount: this.chunkIndexes.length,
      messageStartTime: this.start_ns ?? 0n,
      messageEndTime: this.end_ns,
      channelMessageCounts: this.counts
    });
    for (const index of this.metadataIndexes) records.writeMetadataIndex(index);
    for (const index of this.chunkIndexes) records.writeChunkIndex(index);
    records.writeFooter({ summaryStart, summaryOffsetStart: 0n, summaryCrc: 0 });
    const summary = records.buffer;
    const crcAt = summary.length - 4;
    const crc = (0, import_crc6.crc32)(summary.subarray(0, crcAt));
    new DataView(summary.buffer, summary.byteOffset + crcAt, 4).setUint32(0, crc, true);
    records.writeMagic();
    this.put();
  }
  writeChannel(channelId) {
    const channel = this.channels[channelId];
    if (!channel) throw new RangeError(`Cannot record: there is no channel ${channelId}`);
    if (!this.writtenSchemas.has(channel.schemaId)) {
      this.chunk.addSchema(this.schemas[channel.schemaId - 1]);
      this.writtenSchemas.add(channel.schemaId);
    }
    this.chunk.addChannel(channel);
    this.writtenChannels.add(channelId);
  }
  put() {
    const { buffer } = this.records;
    this.sink.write(buffer);
    this.position += BigInt(buffer.length);
    this.records.reset();
  }
};

// packages/graph/src/recorder.ts
var pictures = /* @__PURE__ */ new Set(["sensor_msgs/msg/Image", "sensor_msgs/msg/CompressedImage", "sensor_msgs/msg/PointCloud2"]);
var metadataName = "homebound";
var nodeKey = "homebound_node";
var latencyKey = "homebound_latency_ns";
function recordGraph(graph, sink, options = {}) {
  const chosen = options.topics && new Set(options.topics.map((topic) => topic.replace(/^\//, "")));
  const channels = /* @__PURE__ */ new Map();
  const writer2 = new RecordingWriter(sink, options);
  writer2.addMetadata(metadataName, /* @__PURE__ */ new Map([["epoch_s", String(graph.epoch_s)]]));
  let failed = false;
  const guard = (work) => {
    if (failed) return;
    try {
      work();
    } catch (error) {
      failed = true;
      untap();
      graph.fault("recorder", "write", error);
      options.onError?.(error);
    }
  };
  const channelOf = (publisher) => {
    const { topic, type } = publisher;
    const wanted = chosen ? chosen.has(topic) : !pictures.has(type.name);
    const channel = wanted ? writer2.addChannel(describe2(publisher)) : void 0;
    channels.set(publisher, channel);
    return channel;
  };
  const untap = graph.tap(
    (publisher, message) => guard(() => {
      const channel = channels.has(publisher) ? channels.get(publisher) : channelOf(publisher);
      if (channel !== void 0) writer2.addMessage(channel, graph.now_ns(), publisher.type.encode(message));
    })
  );
  return {
    get messages() {
      return writer2.messages;
    },
    get size() {
      return writer2.size;
    },
    flush: () => guard(() => writer2.flush()),
    close: () => {
      untap();
      guard(() => writer2.close());
    }
  };
}
function describe2({ topic, type, quality, node, latency_ns }) {
  return {
    topic: `/${topic}`,
    type: type.name,
    definition: type.definition,
    metadata: /* @__PURE__ */ new Map([
      ["offered_qos_profiles", qosToYaml(quality)],
      [nodeKey, node],
      [latencyKey, String(latency_ns)]
    ])
  };
}

// packages/graph/src/recording.ts
var piece_bytes = 1 << 20;
var Recording = class {
  source;
  options;
  /** What was wrong with the end of the file, after all its messages were read; undefined when it is whole. */
  problem;
  constructor(source, options = {}) {
    this.source = source;
    this.options = options;
  }
  /** Time at the start of the recorded graph in whole s; for rosbag2's files that of the first message. */
  get epoch_s() {
    for (const record of this.records()) {
      if (record.type === "Metadata" && record.name === metadataName)
        return Number(record.metadata.get("epoch_s") ?? 0);
      if (record.type === "Message") return Number(record.logTime / 1000000000n);
    }
    return 0;
  }
  /**
   * The messages in the order of the file. Throws RangeError when the bytes are no MCAP file, a chunk's compression is not
   * known or a message is not CDR. A cut or spoilt end is told by `problem`.
   */
  *messages(topics) {
    const chosen = topics && new Set(topics.map((topic) => topic.replace(/^\//, "")));
    const schemas = /* @__PURE__ */ new Map();
    const channels = /* @__PURE__ */ new Map();
    for (const record of this.records()) {
      if (record.type === "Schema") schemas.set(record.id, record);
      else if (record.type === "Channel" && !channels.has(record.id)) {
        const channel = describe3(record, schemas.get(record.schemaId)?.name ?? "");
        channels.set(record.id, chosen && !chosen.has(channel.topic) ? void 0 : channel);
        if (record.messageEncoding !== "cdr" && channels.get(record.id))
          throw new RangeError(`Cannot read topic ${channel.topic}: it is ${record.messageEncoding}, not cdr`);
      } else if (record.type === "Message") {
        const channel = channels.get(record.channelId);
        if (channel) yield { channel, time_ns: record.logTime, data: record.data };
      }
    }
  }
  *records() {
    this.problem = void 0;
    const reader = new McapStreamReader({ decompressHandlers: this.options.decompress ?? {} });
    let offset = 0;
    for (; ; ) {
      const piece = this.read(offset);
      offset += piece.length;
      try {
        if (piece.length > 0) reader.append(piece);
        for (let record = reader.nextRecord(); record; record = reader.nextRecord()) yield record;
      } catch (error) {
        const message = error.message;
        if (/MCAP magic|Unsupported compression/.test(message))
          throw new RangeError(`Cannot read recording: ${message}`);
        this.problem = `spoilt before byte ${offset}: ${message}`;
        return;
      }
      if (reader.done()) return;
      if (piece.length === 0) {
        if (offset < 8) throw new RangeError(`Cannot read recording: ${offset} bytes are no MCAP file`);
        this.problem = `cut after ${offset} bytes: the index and ${reader.bytesRemaining()} bytes of a chunk are lost`;
        return;
      }
    }
  }
  read(offset) {
    return this.source instanceof Uint8Array ? this.source.subarray(offset, offset + piece_bytes) : this.source.read(offset, piece_bytes);
  }
};
function describe3(channel, type) {
  return {
    topic: channel.topic.replace(/^\//, ""),
    type,
    quality: qosFromYaml(channel.metadata.get("offered_qos_profiles")),
    node: channel.metadata.get(nodeKey),
    latency_ns: Number(channel.metadata.get(latencyKey) ?? 0)
  };
}

// packages/graph/src/replay.ts
var eventSuffix = "/_service_event";
function replayInto(graph, recording, options = {}) {
  return new Replayer(graph, recording, options);
}
var Replayer = class {
  done = false;
  messages = 0;
  skipped = /* @__PURE__ */ new Map();
  graph;
  recording;
  source;
  senders = /* @__PURE__ */ new Map();
  nodes;
  next;
  constructor(graph, recording, options) {
    this.graph = graph;
    this.recording = recording;
    this.source = recording.messages(options.topics);
    this.nodes = /* @__PURE__ */ new Map([[graph.outside.name, graph.outside]]);
    graph.start();
    this.advance();
    this.pump();
  }
  get problem() {
    return this.recording.problem;
  }
  /** Sends all that is due and comes back when the next message is. */
  pump() {
    const now_ns = this.graph.now_ns();
    while (this.next && this.next.time_ns <= now_ns) {
      const message = this.next;
      this.sender(message.channel)?.(message);
      this.advance();
    }
    if (this.next) this.graph.at(this.next.time_ns, () => this.pump());
    else this.done = true;
  }
  advance() {
    const { value, done } = this.source.next();
    this.next = done ? void 0 : value;
  }
  sender(channel) {
    if (!this.senders.has(channel)) this.senders.set(channel, this.createSender(channel));
    return this.senders.get(channel);
  }
  createSender(channel) {
    const skip = (why) => {
      this.skipped.set(channel.topic, why);
      return void 0;
    };
    const name = channel.node ?? `recorded ${channel.topic}`;
    if (!this.nodes.has(name) && this.graph.has(name)) return skip(`${name} runs here`);
    if (channel.topic.endsWith(eventSuffix)) return this.serviceSender(channel, name, skip);
    const type = findMessageType(channel.type);
    if (!type) return skip(`type ${channel.type} is not known`);
    const publisher = this.node(name, channel).publisher(type, channel.topic, channel.quality);
    return ({ data }) => this.guard(channel, () => publisher.publish(type.decode(data)));
  }
  serviceSender(channel, node, skip) {
    const type = findServiceType(channel.type.replace(/_Event$/, ""));
    if (!type) return skip(`type ${channel.type} is not known`);
    const service = channel.topic.slice(0, -eventSuffix.length);
    const client = this.node(node, channel).client(type, service);
    return ({ data }) => this.guard(channel, () => {
      const { info, request } = type.event.decode(data);
      if (info.event_type === requestSent) client.call(request[0], () => void 0);
    });
  }
  node(name, { latency_ns }) {
    let node = this.nodes.get(name);
    if (!node) {
      node = this.graph.standIn(name, latency_ns / 1e9);
      this.nodes.set(name, node);
    }
    return node;
  }
  guard(channel, send) {
    try {
      send();
      this.messages++;
    } catch (error) {
      this.graph.fault("replay", `topic ${channel.topic}`, error);
    }
  }
};

// packages/math/src/angles.ts
var TWO_PI = 2 * Math.PI;
function wrapAngle(angle_rad) {
  if (angle_rad >= -Math.PI && angle_rad < Math.PI) return angle_rad;
  const wrapped = angle_rad - TWO_PI * Math.floor((angle_rad + Math.PI) / TWO_PI);
  return wrapped >= Math.PI ? wrapped - TWO_PI : wrapped;
}
function angleDiff(a_rad, b_rad) {
  return wrapAngle(a_rad - b_rad);
}

// packages/math/src/checksum.ts
var Checksum = class _Checksum {
  #a = 2166136261;
  #b = 84696351;
  #scratch = new DataView(new ArrayBuffer(8));
  add(...values) {
    for (const value of values) {
      this.#scratch.setFloat64(0, value, true);
      this.#word(this.#scratch.getUint32(0, true));
      this.#word(this.#scratch.getUint32(4, true));
    }
  }
  /** Adds raw bytes, e.g. a whole map. */
  addBytes(bytes) {
    for (let i = 0; i < bytes.length; i++) this.#word(bytes[i]);
  }
  /** A copy that goes its own way. */
  clone() {
    const copy = new _Checksum();
    copy.#a = this.#a;
    copy.#b = this.#b;
    return copy;
  }
  /** 16 hexadecimal digits. */
  get hex() {
    return [this.#a, this.#b].map((lane) => (lane >>> 0).toString(16).padStart(8, "0")).join("");
  }
  #word(word) {
    this.#a = Math.imul(this.#a ^ word, 16777619);
    this.#b = Math.imul(this.#b ^ word >>> 16 ^ word << 16, 16777619) ^ this.#a >>> 15;
  }
};

// packages/math/src/elementary.ts
var PI_2 = 1.5707963267948966;
var PI_2_A = 1.5707963267341256;
var PI_2_B = 6077100506303966e-26;
var PI_2_C = 20222662487959506e-37;
var TWO_OVER_PI = 0.6366197723675814;
function sinKernel(x) {
  const z = x * x;
  return x + x * z * (-1 / 6 + z * (1 / 120 + z * (-1 / 5040 + z * (1 / 362880 + z * (-1 / 39916800 + z * (1 / 6227020800 + z * (-1 / 1307674368e3 + z * (1 / 355687428096e3))))))));
}
function cosKernel(x) {
  const z = x * x;
  const rest = z * z * (1 / 24 + z * (-1 / 720 + z * (1 / 40320 + z * (-1 / 3628800 + z * (1 / 479001600 + z * (-1 / 87178291200 + z * (1 / 20922789888e3 - z / 6402373705728e3)))))));
  const half = 0.5 * z;
  const w = 1 - half;
  return w + (1 - w - half + rest);
}
function sin(x) {
  if (x >= -0.7853981633974483 && x <= 0.7853981633974483) return sinKernel(x);
  if (!(x >= -1e6 && x <= 1e6)) return Number.NaN;
  const k = Math.floor(x * TWO_OVER_PI + 0.5);
  const r2 = x - k * PI_2_A - k * PI_2_B - k * PI_2_C;
  switch (k & 3) {
    case 0:
      return sinKernel(r2);
    case 1:
      return cosKernel(r2);
    case 2:
      return -sinKernel(r2);
    default:
      return -cosKernel(r2);
  }
}
function cos(x) {
  if (x >= -0.7853981633974483 && x <= 0.7853981633974483) return cosKernel(x);
  if (!(x >= -1e6 && x <= 1e6)) return Number.NaN;
  const k = Math.floor(x * TWO_OVER_PI + 0.5);
  const r2 = x - k * PI_2_A - k * PI_2_B - k * PI_2_C;
  switch (k & 3) {
    case 0:
      return cosKernel(r2);
    case 1:
      return -sinKernel(r2);
    case 2:
      return -cosKernel(r2);
    default:
      return sinKernel(r2);
  }
}
function tan(x) {
  return sin(x) / cos(x);
}
var ATAN_EIGHTHS = [
  0,
  0.12435499454676144,
  0.24497866312686414,
  0.35877067027057225,
  0.4636476090008061,
  0.5585993153435624,
  0.6435011087932844,
  0.7188299996216245,
  0.7853981633974483
];
function atanUnit(x) {
  const k = Math.floor(x * 8 + 0.5);
  const c = k * 0.125;
  const t = (x - c) / (1 + x * c);
  const z = t * t;
  const series = t - t * z * (1 / 3 - z * (1 / 5 - z * (1 / 7 - z * (1 / 9 - z * (1 / 11 - z * (1 / 13 - z * (1 / 15)))))));
  return ATAN_EIGHTHS[k] + series;
}
function atan2(y, x) {
  const ax = x < 0 ? -x : x;
  const ay = y < 0 ? -y : y;
  if (ax === 0 && ay === 0) return 0;
  let a2 = ay <= ax ? atanUnit(ay / ax) : PI_2 - atanUnit(ax / ay);
  if (x < 0) a2 = Math.PI - a2;
  return y < 0 ? -a2 : a2;
}
function hypot(x, y) {
  return Math.sqrt(x * x + y * y);
}
var LN2_HI = 0.6931471803691238;
var LN2_LO = 19082149292705877e-26;
var INV_LN2 = Math.LOG2E;
var bits = new DataView(new ArrayBuffer(8));
function twoTo(k) {
  bits.setUint32(0, k + 1023 << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}
function exp(x) {
  if (x > 709.7) return Number.POSITIVE_INFINITY;
  if (x < -708) return 0;
  if (Number.isNaN(x)) return Number.NaN;
  const k = Math.floor(x * INV_LN2 + 0.5);
  const r2 = x - k * LN2_HI - k * LN2_LO;
  let s = 1;
  for (let n = 13; n >= 1; n--) s = 1 + s * r2 / n;
  return s * twoTo(k);
}
function log(x) {
  if (!(x >= 0)) return Number.NaN;
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (x === Number.POSITIVE_INFINITY) return x;
  let scaled = x;
  let k = 0;
  if (x < 22250738585072014e-324) {
    scaled = x * 18014398509481984;
    k = -54;
  }
  bits.setFloat64(0, scaled);
  const high = bits.getUint32(0);
  k += (high >>> 20) - 1023;
  bits.setUint32(0, high & 1048575 | 1072693248);
  let m = bits.getFloat64(0);
  if (m > Math.SQRT2) {
    m *= 0.5;
    k++;
  }
  const s = (m - 1) / (m + 1);
  const z = s * s;
  let t = 0;
  for (let n = 19; n >= 3; n -= 2) t = (t + 1 / n) * z;
  return k * LN2_HI + (2 * s + (2 * s * t + k * LN2_LO));
}

// packages/math/src/se2.ts
var identity = Object.freeze({ x: 0, y: 0, theta: 0 });
function compose(T_a_b, T_b_c) {
  const c = cos(T_a_b.theta);
  const s = sin(T_a_b.theta);
  return {
    x: T_a_b.x + c * T_b_c.x - s * T_b_c.y,
    y: T_a_b.y + s * T_b_c.x + c * T_b_c.y,
    theta: wrapAngle(T_a_b.theta + T_b_c.theta)
  };
}
function inverse(T_a_b) {
  const c = cos(T_a_b.theta);
  const s = sin(T_a_b.theta);
  return { x: -c * T_a_b.x - s * T_a_b.y, y: s * T_a_b.x - c * T_a_b.y, theta: wrapAngle(-T_a_b.theta) };
}
function between(T_a_b, T_a_c) {
  const c = cos(T_a_b.theta);
  const s = sin(T_a_b.theta);
  const dx = T_a_c.x - T_a_b.x;
  const dy = T_a_c.y - T_a_b.y;
  return { x: c * dx + s * dy, y: -s * dx + c * dy, theta: wrapAngle(T_a_c.theta - T_a_b.theta) };
}
function transformInto(out2, T_a_b, pts_b, n) {
  const c = cos(T_a_b.theta);
  const s = sin(T_a_b.theta);
  const tx = T_a_b.x;
  const ty = T_a_b.y;
  for (let i = 0; i < 2 * n; i += 2) {
    const x = pts_b[i];
    const y = pts_b[i + 1];
    out2[i] = tx + c * x - s * y;
    out2[i + 1] = ty + s * x + c * y;
  }
}
function interpolate(from, to, t) {
  return {
    x: from.x + t * (to.x - from.x),
    y: from.y + t * (to.y - from.y),
    theta: wrapAngle(from.theta + t * wrapAngle(to.theta - from.theta))
  };
}
function driveArc(T_a_b, v, w, dt) {
  const turn2 = w * dt;
  const length = v * dt;
  const half = 0.5 * turn2;
  const chord = half > -1e-6 && half < 1e-6 ? length : length * sin(half) / half;
  const heading = T_a_b.theta + half;
  return {
    x: T_a_b.x + chord * cos(heading),
    y: T_a_b.y + chord * sin(heading),
    theta: wrapAngle(T_a_b.theta + turn2)
  };
}

// packages/math/src/poseBuffer.ts
var PoseBuffer = class {
  #keep_s;
  #poses = [];
  constructor(keep_s) {
    if (!(keep_s > 0)) throw new RangeError(`Cannot build pose buffer: keep_s must be > 0, got ${keep_s}`);
    this.#keep_s = keep_s;
  }
  /** Adds the newest pose. One that is not newer than the last replaces nothing and is refused with `false`. */
  add(stamp_s, T) {
    const last = this.#poses.at(-1);
    if (last !== void 0 && stamp_s <= last.stamp_s) return false;
    this.#poses.push({ stamp_s, T });
    const oldest_s = stamp_s - this.#keep_s;
    if (this.#poses.length > 64 && this.#poses[32].stamp_s < oldest_s) {
      this.#poses = this.#poses.slice(this.#firstAfter(oldest_s) - 1);
    }
    return true;
  }
  get latest() {
    return this.#poses.at(-1);
  }
  get oldest() {
    return this.#poses[0];
  }
  /**
   * The pose at a time, interpolated between its neighbours.
   * Up to `extrapolate_s` after the newest pose the last motion is continued along its arc; beyond that, and before
   * the oldest pose, the answer is `undefined`: no pose is ever invented.
   */
  at(stamp_s, extrapolate_s = 0) {
    const n = this.#poses.length;
    if (n === 0 || stamp_s < this.#poses[0].stamp_s) return void 0;
    const last = this.#poses[n - 1];
    if (stamp_s >= last.stamp_s) {
      const ahead_s = stamp_s - last.stamp_s;
      if (ahead_s === 0) return last.T;
      if (ahead_s > extrapolate_s || n < 2) return void 0;
      return continueArc(this.#poses[n - 2], last, ahead_s);
    }
    const i = this.#firstAfter(stamp_s);
    const a2 = this.#poses[i - 1];
    const b2 = this.#poses[i];
    return interpolate(a2.T, b2.T, (stamp_s - a2.stamp_s) / (b2.stamp_s - a2.stamp_s));
  }
  clear() {
    this.#poses = [];
  }
  /** Index of the first pose after a time (at least 1 when the oldest is not after it). */
  #firstAfter(stamp_s) {
    let low = 0;
    let high = this.#poses.length;
    while (low < high) {
      const mid = low + high >> 1;
      if (this.#poses[mid].stamp_s <= stamp_s) low = mid + 1;
      else high = mid;
    }
    return low;
  }
};
function continueArc(a2, b2, ahead_s) {
  const dt = b2.stamp_s - a2.stamp_s;
  const moved = between(a2.T, b2.T);
  const length = hypot(moved.x, moved.y) * (moved.x < 0 ? -1 : 1);
  return driveArc(b2.T, length / dt, moved.theta / dt, ahead_s);
}

// packages/math/src/random.ts
function hash32(seed, name) {
  let h = (2166136261 ^ seed) >>> 0;
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 16777619);
  h ^= h >>> 16;
  h = Math.imul(h, 2246822507);
  h ^= h >>> 13;
  h = Math.imul(h, 3266489909);
  return (h ^ h >>> 16) >>> 0;
}
function createRng(seed) {
  if (!Number.isInteger(seed) || seed < 0 || seed >= 4294967296)
    throw new RangeError(`Cannot seed random numbers: seed must be an integer in [0, 2^32), got ${seed}`);
  let a2 = hash32(seed, "a") | 0;
  let b2 = hash32(seed, "b") | 0;
  let c = hash32(seed, "c") | 0;
  let counter = 1;
  let spare;
  const next = () => {
    const t = (a2 + b2 | 0) + counter | 0;
    counter = counter + 1 | 0;
    a2 = b2 ^ b2 >>> 9;
    b2 = c + (c << 3) | 0;
    c = c << 21 | c >>> 11;
    c = c + t | 0;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();
  return {
    uniform: next,
    normal: () => {
      if (spare !== void 0) {
        const kept = spare;
        spare = void 0;
        return kept;
      }
      const r2 = Math.sqrt(-2 * log(1 - next()));
      const phi = 2 * Math.PI * next();
      spare = r2 * sin(phi);
      return r2 * cos(phi);
    },
    int: (n) => Math.floor(next() * n),
    fork: (name) => createRng(hash32(seed, name))
  };
}

// packages/math/src/solve.ts
function solveSpd(A2, b2, n, minPivot = 1e-12) {
  for (let j = 0; j < n; j++) {
    let d = A2[j * n + j];
    for (let k = 0; k < j; k++) d -= A2[j * n + k] * A2[j * n + k];
    if (!(d > minPivot)) return false;
    const l = Math.sqrt(d);
    A2[j * n + j] = l;
    for (let i = j + 1; i < n; i++) {
      let s = A2[i * n + j];
      for (let k = 0; k < j; k++) s -= A2[i * n + k] * A2[j * n + k];
      A2[i * n + j] = s / l;
    }
  }
  for (let i = 0; i < n; i++) {
    let s = b2[i];
    for (let k = 0; k < i; k++) s -= A2[i * n + k] * b2[k];
    b2[i] = s / A2[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    let s = b2[i];
    for (let k = i + 1; k < n; k++) s -= A2[k * n + i] * b2[k];
    b2[i] = s / A2[i * n + i];
  }
  return true;
}

// packages/nodes/src/convert.ts
function poseToMessage(T) {
  return { position: { x: T.x, y: T.y, z: 0 }, orientation: yawToQuaternion(T.theta) };
}
function poseFromMessage(pose) {
  return { x: pose.position.x, y: pose.position.y, theta: quaternionToYaw(pose.orientation) };
}
function transformToMessage(stamp_s, parent, child, T) {
  return {
    header: { stamp: toStamp(stamp_s), frame_id: parent },
    child_frame_id: child,
    transform: { translation: { x: T.x, y: T.y, z: 0 }, rotation: yawToQuaternion(T.theta) }
  };
}
function transformFromMessage(message) {
  const { translation, rotation } = message.transform;
  return {
    stamp_s: fromStamp(message.header.stamp),
    T: { x: translation.x, y: translation.y, theta: quaternionToYaw(rotation) }
  };
}
function yawToQuaternion(yaw_rad) {
  return { x: 0, y: 0, z: sin(yaw_rad / 2), w: cos(yaw_rad / 2) };
}
function quaternionToYaw(q) {
  return atan2(2 * (q.w * q.z + q.x * q.y), 1 - 2 * (q.y * q.y + q.z * q.z));
}
function covarianceToMessage(planar) {
  const full = new Float64Array(36);
  const at = [0, 1, 5];
  for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) full[at[i] * 6 + at[j]] = planar[i * 3 + j];
  return full;
}
function header(stamp_s, frame_id) {
  return { stamp: toStamp(stamp_s), frame_id };
}

// packages/nodes/src/bodyNode.ts
var bodyParameters = {
  poll_period: {
    default: 0.02,
    unit: "s",
    min: 5e-3,
    max: 0.1,
    description: "How often the body is asked for records."
  }
};
function bodyNode(body) {
  return {
    name: "body",
    parameters: bodyParameters,
    latency_s: 4e-3,
    // one UART frame
    start(node) {
      const { geometry } = body;
      const scan = node.publisher(sensor_msgs_exports.LaserScan, "scan", qos.sensorOut);
      const imu = node.publisher(sensor_msgs_exports.Imu, "imu", qos.sensorOut);
      const joints = node.publisher(sensor_msgs_exports.JointState, "joint_states", qos.sensorOut);
      const safety = node.publisher(homebound_interfaces_exports.Safety, "safety", qos.sensorOut);
      const dock = node.publisher(homebound_interfaces_exports.DockSensor, "dock_sensor", qos.sensorOut);
      const battery = node.publisher(sensor_msgs_exports.BatteryState, "battery_state", qos.reliable);
      const motors = node.publisher(homebound_interfaces_exports.MotorState, "motor_state", qos.reliable);
      const tfStatic = node.publisher(tf2_msgs_exports.TFMessage, "tf_static", qos.latched);
      const lidar = { x: geometry.lidar.x_m, y: geometry.lidar.y_m, theta: geometry.lidar.yaw_rad };
      const lidarFrame = transformToMessage(node.now_s(), "base_link", "lidar_link", lidar);
      lidarFrame.transform.translation.z = geometry.lidar.z_m;
      tfStatic.publish({ transforms: [lidarFrame] });
      node.subscribe(
        geometry_msgs_exports.Twist,
        "cmd_vel",
        qos.reliable,
        (m) => body.drive({ v_mps: m.linear.x, w_radps: m.angular.z })
      );
      node.subscribe(
        homebound_interfaces_exports.CleaningMotors,
        "cmd_cleaning",
        qos.reliable,
        (m) => body.clean({ fan: m.fan, mainBrush: m.main_brush, sideBrush: m.side_brush })
      );
      const publish = (r2) => {
        switch (r2.kind) {
          case "scan":
            return scan.publish({
              header: header(r2.stamp_s, "lidar_link"),
              angle_min: r2.angleMin_rad,
              angle_max: r2.angleMin_rad + r2.angleIncrement_rad * (r2.ranges_m.length - 1),
              angle_increment: r2.angleIncrement_rad,
              time_increment: r2.timeIncrement_s,
              scan_time: r2.scanTime_s,
              range_min: r2.rangeMin_m,
              range_max: r2.rangeMax_m,
              ranges: r2.ranges_m,
              intensities: r2.intensities
            });
          case "imu":
            return imu.publish({
              header: header(r2.stamp_s, "base_link"),
              angular_velocity: { x: r2.wx_radps, y: r2.wy_radps, z: r2.wz_radps },
              linear_acceleration: { x: r2.ax_mps2, y: r2.ay_mps2, z: r2.az_mps2 },
              // REP-145: -1 in the first element says that there is no orientation.
              orientation_covariance: noOrientation
            });
          case "wheels":
            return joints.publish({
              header: header(r2.stamp_s, ""),
              name: ["left_wheel_joint", "right_wheel_joint"],
              position: Float64Array.of(r2.left_m / geometry.wheelRadius_m, r2.right_m / geometry.wheelRadius_m)
            });
          case "safety":
            return safety.publish({
              header: header(r2.stamp_s, "base_link"),
              bump_left: r2.bumpLeft,
              bump_centre: r2.bumpCentre,
              bump_right: r2.bumpRight,
              cliff_side_left: r2.cliffSideLeft,
              cliff_front_left: r2.cliffFrontLeft,
              cliff_front_right: r2.cliffFrontRight,
              cliff_side_right: r2.cliffSideRight,
              wheel_drop_left: r2.wheelDropLeft,
              wheel_drop_right: r2.wheelDropRight,
              wall_distance: r2.wallDistance_m
            });
          case "dock":
            return dock.publish({
              header: header(r2.stamp_s, "base_link"),
              green_beam: r2.greenBeam,
              red_beam: r2.redBeam,
              force_field: r2.forceField,
              docked: r2.docked
            });
          case "battery":
            return battery.publish({
              header: header(r2.stamp_s, "base_link"),
              voltage: r2.voltage_V,
              current: r2.current_A,
              percentage: r2.charge,
              capacity: r2.capacity_Ah,
              design_capacity: r2.capacity_Ah,
              charge: r2.charge * r2.capacity_Ah,
              present: true,
              power_supply_status: r2.current_A > 0 ? POWER_SUPPLY_CHARGING : POWER_SUPPLY_DISCHARGING
            });
          case "motors":
            return motors.publish({
              header: header(r2.stamp_s, "base_link"),
              levels: { fan: r2.fan, main_brush: r2.mainBrush, side_brush: r2.sideBrush },
              main_brush_jammed: r2.mainBrushJammed,
              side_brush_jammed: r2.sideBrushJammed
            });
        }
      };
      node.timer(node.parameters.poll_period, () => {
        for (const record of body.poll(node.now_s())) publish(record);
      });
      return () => {
        body.drive({ v_mps: 0, w_radps: 0 });
        body.clean({ fan: 0, mainBrush: 0, sideBrush: 0 });
      };
    }
  };
}
var POWER_SUPPLY_CHARGING = 1;
var POWER_SUPPLY_DISCHARGING = 2;
var noOrientation = Float64Array.of(-1, 0, 0, 0, 0, 0, 0, 0, 0);

// packages/drive/src/bumpMemory.ts
var KEPT = 16;
var BumpMemory = class {
  #bumps = [];
  add(T_odom_base, stamp_s) {
    this.#bumps.push({ x: T_odom_base.x, y: T_odom_base.y, stamp_s });
    if (this.#bumps.length > KEPT) this.#bumps.shift();
  }
  isNear({ x, y }, now_s, options) {
    const { waryWithin_m, waryFor_s } = options;
    return this.#bumps.some(
      (bump) => now_s - bump.stamp_s < waryFor_s && (bump.x - x) ** 2 + (bump.y - y) ** 2 < waryWithin_m * waryWithin_m
    );
  }
};

// packages/drive/src/clamp.ts
function clamp(value, limit) {
  return Math.min(Math.max(value, -limit), limit);
}

// packages/drive/src/commandLimiter.ts
var YAW_JERK = 80;
var CommandLimiter = class {
  #geometry;
  #options;
  #v = 0;
  #w = 0;
  #vRate = 0;
  #wRate = 0;
  constructor(geometry, options) {
    this.#geometry = geometry;
    this.#options = options;
  }
  get last() {
    return { v_mps: this.#v, w_radps: this.#w };
  }
  /** The next command on the way to the wanted speeds. */
  towards(v_mps, w_radps, dt_s) {
    const { maxSpeed_mps, maxYawRate_radps, maxAcceleration_mps2, wheelBase_m } = this.#geometry;
    const { acceleration_mps2, jerk_mps3, turnAcceleration_radps2 } = this.#options;
    const w = clamp(w_radps, maxYawRate_radps);
    const v = clamp(v_mps, Math.max(0, maxSpeed_mps - 0.5 * wheelBase_m * (w < 0 ? -w : w)));
    const braking = Math.abs(v) < Math.abs(this.#v);
    const vLimit = braking ? maxAcceleration_mps2 : acceleration_mps2;
    this.#vRate = rateTowards(v - this.#v, this.#vRate, vLimit, jerk_mps3, dt_s);
    this.#wRate = rateTowards(w - this.#w, this.#wRate, turnAcceleration_radps2, YAW_JERK, dt_s);
    this.#v += this.#vRate * dt_s;
    this.#w += this.#wRate * dt_s;
    return this.last;
  }
  /** Zero at once: the body brakes as hard as it can. */
  stop() {
    this.#v = this.#w = this.#vRate = this.#wRate = 0;
    return this.last;
  }
};
function rateTowards(missing, rate, limit, jerk, dt) {
  if (dt <= 0) return 0;
  const size = Math.abs(missing);
  const wanted = Math.min(limit, Math.sqrt(2 * jerk * size));
  const next = rate + clamp((missing < 0 ? -wanted : wanted) - rate, jerk * dt);
  const reached = missing / dt;
  return missing < 0 ? Math.max(next, reached) : Math.min(next, reached);
}

// packages/drive/src/contactAhead.ts
var SAME_THING = 0.03;
function contactAhead(way, nWay, points, R, options) {
  const { xy, n } = points;
  const blockingB = R - options.grazeDepth_m;
  let touch = Number.POSITIVE_INFINITY;
  let headOn = 0;
  let strictest = Number.POSITIVE_INFINITY;
  let blocked = Number.POSITIVE_INFINITY;
  let x = Number.NaN;
  let y = Number.NaN;
  let sum = 0;
  let count = 0;
  let s0 = 0;
  for (let k = 0; k + 1 < nWay; k++) {
    const ax = way[2 * k];
    const ay = way[2 * k + 1];
    let ux = way[2 * k + 2] - ax;
    let uy = way[2 * k + 3] - ay;
    const length = Math.sqrt(ux * ux + uy * uy);
    if (length < 1e-6) continue;
    ux /= length;
    uy /= length;
    for (let i = 0; i < 2 * n; i += 2) {
      const px = xy[i] - ax;
      const py = xy[i + 1] - ay;
      const a2 = px * ux + py * uy;
      if (a2 <= 0) continue;
      const b2 = px * uy - py * ux;
      const size = b2 < 0 ? -b2 : b2;
      if (size >= R) continue;
      const h = Math.sqrt(R * R - b2 * b2);
      const inside = a2 < h;
      const s = inside ? 0 : a2 - h;
      if (s > length) continue;
      const share2 = inside ? a2 / Math.sqrt(a2 * a2 + b2 * b2) : h / R;
      const v = options.touchSpeed_mps / share2;
      const limit = v * v + 2 * options.deceleration_mps2 * Math.max(0, s0 + s - options.slowZone_m);
      if (limit < strictest) {
        strictest = limit;
        touch = s0 + s;
        headOn = share2;
      }
      if (size >= blockingB) continue;
      if (s0 + s < blocked - SAME_THING) {
        sum = 0;
        count = 0;
      }
      if (s0 + s < blocked) {
        blocked = s0 + s;
        x = xy[i];
        y = xy[i + 1];
      }
      if (s0 + s <= blocked + SAME_THING) {
        sum += s0 + s;
        count++;
      }
    }
    s0 += length;
  }
  if (count > 0) blocked = Math.min(sum / count, blocked + 0.5 * SAME_THING);
  return { touch_m: touch, headOn, blocked_m: blocked, x, y };
}
function speedBefore(contact, options) {
  const { touchSpeed_mps, deceleration_mps2, slowZone_m, stopGap_m } = options;
  const brake = (from_m) => 2 * deceleration_mps2 * Math.max(0, from_m);
  const soft = touchSpeed_mps / Math.max(contact.headOn, 1e-3);
  const touching = Math.sqrt(soft * soft + brake(contact.touch_m - slowZone_m));
  const stopping = Math.sqrt(brake(contact.blocked_m - stopGap_m));
  return Math.min(touching, stopping);
}

// packages/drive/src/steer.ts
var TURN_GAIN = 5;
var TURN_BRAKE_SHARE = 0.6;
function turnRate(missing_rad, options) {
  const size = missing_rad < 0 ? -missing_rad : missing_rad;
  const braking = Math.sqrt(2 * TURN_BRAKE_SHARE * options.turnAcceleration_radps2 * size);
  const rate = Math.min(options.turnRate_radps, braking, TURN_GAIN * size);
  return missing_rad < 0 ? -rate : rate;
}
function turnTo(heading_rad, now) {
  const rolling = now.v_mps > 0.05 || now.v_mps < -0.05;
  const missing = angleDiff(heading_rad, now.T_map_base.theta);
  return { v_mps: 0, w_radps: rolling ? 0 : turnRate(missing, now.options), state: "turning" };
}
function pursuitCurvature(x, y) {
  const d2 = x * x + y * y;
  return d2 < 1e-9 ? 0 : 2 * y / d2;
}
function steerAhead(v_mps, options) {
  return Math.min(options.maxSteerAhead_m, Math.max(options.minSteerAhead_m, 0.65 * v_mps));
}

// packages/drive/src/manoeuvre.ts
var MOVE_LIMIT_S = 4;
var backwards = new Float64Array([0, 0, -0.2, 0]);
var Manoeuvre = class {
  state;
  #moves;
  #trail;
  #index = 0;
  #since_s = Number.NaN;
  #from_odom = { x: 0, y: 0, theta: 0 };
  #turned_rad = 0;
  #lastTheta = 0;
  constructor(state, moves, trail) {
    this.state = state;
    this.#moves = moves;
    this.#trail = trail;
  }
  /** The move at work. */
  get move() {
    return this.#moves[this.#index];
  }
  step(now) {
    for (; this.#index < this.#moves.length; this.#index++, this.#since_s = Number.NaN) {
      const move = this.#moves[this.#index];
      this.#begin(now);
      if (now.now_s - this.#since_s > MOVE_LIMIT_S) continue;
      const speeds = this.#run(move, now);
      if (speeds !== void 0) return speeds;
    }
    return void 0;
  }
  #begin(now) {
    const { theta } = now.T_odom_base;
    if (Number.isNaN(this.#since_s)) {
      this.#since_s = now.now_s;
      this.#from_odom = now.T_odom_base;
      this.#turned_rad = 0;
    } else {
      this.#turned_rad += angleDiff(theta, this.#lastTheta);
    }
    this.#lastTheta = theta;
  }
  #run(move, now) {
    switch (move.kind) {
      case "halt": {
        const rests = Math.abs(now.v_mps) < 0.015 && Math.abs(now.w_radps) < 0.05;
        return rests && now.now_s > this.#since_s ? void 0 : { v_mps: 0, w_radps: 0 };
      }
      case "retrace":
        return this.#retrace(move.distance_m, move.turn_rad, move.blind_m, now);
      case "turn": {
        const missing = move.by_rad - this.#turned_rad;
        return Math.abs(missing) < 0.03 ? void 0 : { v_mps: 0, w_radps: turnRate(missing, now.options) };
      }
      case "arc":
        if (now.now_s - this.#since_s > move.time_s) return void 0;
        return { v_mps: move.v_mps < 0 ? backSpeed(-move.v_mps, now) : move.v_mps, w_radps: move.w_radps };
    }
  }
  #retrace(distance_m, turn_rad, blind_m, now) {
    const back_m = -between(this.#from_odom, now.T_odom_base).x;
    if (back_m >= distance_m || Math.abs(this.#turned_rad) >= turn_rad) return void 0;
    const speed = backSpeed(now.options.backSpeed_mps, now);
    if (speed === 0) return void 0;
    for (; ; ) {
      const crumb_odom = this.#trail.next(now.T_odom_base);
      if (crumb_odom === void 0) return back_m < blind_m ? { v_mps: speed, w_radps: 0 } : void 0;
      const crumb = between(now.T_odom_base, crumb_odom);
      if (crumb.x < -4e-3) return { v_mps: speed, w_radps: clamp(3 * crumb.theta, 1) };
      if (Math.abs(crumb.theta) > 0.03) return { v_mps: 0, w_radps: turnRate(crumb.theta, now.options) };
      this.#trail.drop();
    }
  }
};
function backSpeed(speed_mps, now) {
  const { geometry, options } = now;
  const behind = contactAhead(backwards, 2, now.near, geometry.bodyRadius_m, options);
  if (behind.blocked_m <= options.stopGap_m) return 0;
  return -Math.min(speed_mps, Math.max(speedBefore(behind, options), 0.02));
}

// packages/drive/src/mapFollower.ts
var RATE_MPS = 0.1;
var RATE_RADPS = 0.3;
var GAIN = 2;
var MapFollower = class {
  #T_map_odom;
  #given;
  /** SLAM's newest map → odom. */
  set(T_map_odom) {
    this.#given = T_map_odom;
    this.#T_map_odom ??= T_map_odom;
  }
  /** Takes up what is missing of the correction within dt. */
  advance(T_odom_base, dt_s) {
    if (this.#given === void 0 || this.#T_map_odom === void 0) return;
    const wanted = compose(this.#given, T_odom_base);
    const is = compose(this.#T_map_odom, T_odom_base);
    const dx = wanted.x - is.x;
    const dy = wanted.y - is.y;
    const turn2 = angleDiff(wanted.theta, is.theta);
    const distance = hypot(dx, dy);
    const share2 = Math.min(1, Math.max(RATE_MPS, GAIN * distance) * dt_s / Math.max(distance, 1e-9));
    const turnShare = Math.min(
      1,
      Math.max(RATE_RADPS, GAIN * Math.abs(turn2)) * dt_s / Math.max(Math.abs(turn2), 1e-9)
    );
    const now = { x: is.x + share2 * dx, y: is.y + share2 * dy, theta: is.theta + turnShare * turn2 };
    this.#T_map_odom = compose(now, inverse(T_odom_base));
  }
  /** Takes up all of it at once: for a robot that stands still. */
  settle() {
    this.#T_map_odom = this.#given;
  }
  /** Nothing before SLAM has spoken: no pose is invented. */
  pose(T_odom_base) {
    return this.#T_map_odom === void 0 ? void 0 : compose(this.#T_map_odom, T_odom_base);
  }
};

// packages/drive/src/nearPoints.ts
var BEAMS_PER_POSE = 8;
var NearScan = class {
  #geometry;
  #maxRange_m;
  #odom = new Float64Array(0);
  #base = new Float64Array(0);
  #n = 0;
  /** @param maxRange_m returns farther than this from the lidar are left out */
  constructor(geometry, maxRange_m) {
    this.#geometry = geometry;
    this.#maxRange_m = maxRange_m;
  }
  /** Takes a scan in. Returns false, and keeps the last one, when the poses at its time are not known. */
  add(scan, poses_odom) {
    const { ranges_m, angleMin_rad, angleIncrement_rad, timeIncrement_s, stamp_s } = scan;
    const beams = ranges_m.length;
    const last_s = stamp_s + Math.max(0, beams - 1) * timeIncrement_s;
    if (poses_odom.at(stamp_s) === void 0 || poses_odom.at(last_s, 0.1) === void 0) return false;
    if (this.#odom.length < 2 * beams) {
      this.#odom = new Float64Array(2 * beams);
      this.#base = new Float64Array(2 * beams);
    }
    const { x_m, y_m, yaw_rad } = this.#geometry.lidar;
    const out2 = this.#odom;
    const max_m = Math.min(this.#maxRange_m, scan.rangeMax_m);
    let n = 0;
    for (let from = 0; from < beams; from += BEAMS_PER_POSE) {
      const to = Math.min(from + BEAMS_PER_POSE, beams);
      const T = poses_odom.at(stamp_s + 0.5 * (from + to - 1) * timeIncrement_s, 0.1);
      const c = cos(T.theta);
      const s = sin(T.theta);
      const lidarX = T.x + c * x_m - s * y_m;
      const lidarY = T.y + s * x_m + c * y_m;
      for (let i = from; i < to; i++) {
        const r2 = ranges_m[i];
        if (!(r2 >= scan.rangeMin_m && r2 <= max_m)) continue;
        const a2 = T.theta + yaw_rad + angleMin_rad + i * angleIncrement_rad;
        out2[2 * n] = lidarX + r2 * cos(a2);
        out2[2 * n + 1] = lidarY + r2 * sin(a2);
        n++;
      }
    }
    this.#n = n;
    return true;
  }
  /** The points as seen from a pose; the array is reused by the next call. */
  seenFrom(T_odom_base) {
    const c = cos(T_odom_base.theta);
    const s = sin(T_odom_base.theta);
    const { x, y } = T_odom_base;
    const odom = this.#odom;
    const base = this.#base;
    for (let i = 0; i < 2 * this.#n; i += 2) {
      const dx = odom[i] - x;
      const dy = odom[i + 1] - y;
      base[i] = c * dx + s * dy;
      base[i + 1] = -s * dx + c * dy;
    }
    return { xy: base, n: this.#n };
  }
  clear() {
    this.#n = 0;
  }
};

// packages/drive/src/options.ts
var defaultDriveOptions = {
  acceleration_mps2: 0.7,
  deceleration_mps2: 0.5,
  jerk_mps3: 5,
  turnRate_radps: 1.6,
  turnAcceleration_radps2: 5,
  actuationDelay_s: 0.05,
  staleAfter_s: 0.2,
  lostAfter_s: 2,
  sharpCorner_rad: 0.87,
  minSteerAhead_m: 0.1,
  maxSteerAhead_m: 0.2,
  lookAhead_m: 0.5,
  touchSpeed_mps: 0.06,
  bodyMargin_m: 8e-3,
  slowZone_m: 0.06,
  grazeDepth_m: 0.035,
  stopGap_m: 0.015,
  blockedPatience_s: 1.5,
  shortOfEnd_m: 0.06,
  waryWithin_m: 0.4,
  waryFor_s: 30,
  warySpeed_mps: 0.12,
  backOff_m: 0.06,
  cliffBackOff_m: 0.16,
  backSpeed_mps: 0.1,
  sideStep_m: 0.025,
  sideAir_m: 0.012,
  maxYield_m: 0.04,
  stuckAfter_s: 6,
  unstickAttempts: 4,
  wallGap_m: 0.015,
  dockAttempts: 3,
  dockBothBeams_rad: 0.087,
  dockEmitter_m: 0.19
};
function driveOptions(geometry, overrides = {}) {
  for (const [name, value] of Object.entries(overrides)) {
    if (!(name in defaultDriveOptions)) throw new RangeError(`Cannot set drive option ${name}: there is none`);
    if (!(value > 0 && value < Number.POSITIVE_INFINITY))
      throw new RangeError(`Cannot set drive option ${name}: must be > 0, got ${value}`);
  }
  const options = { ...defaultDriveOptions, ...overrides };
  return {
    ...options,
    acceleration_mps2: Math.min(options.acceleration_mps2, geometry.maxAcceleration_mps2),
    deceleration_mps2: Math.min(options.deceleration_mps2, geometry.maxAcceleration_mps2),
    turnRate_radps: Math.min(options.turnRate_radps, geometry.maxYawRate_radps),
    turnAcceleration_radps2: Math.min(options.turnAcceleration_radps2, geometry.maxYawAcceleration_radps2)
  };
}

// packages/drive/src/reflexes.ts
var CENTRE_ZONE = 0.61;
var SIDE_ZONE = 0.5 * Math.PI;
var SEEN_WITHIN = 0.03;
var cliffBits = { sideLeft: 1, frontLeft: 2, frontRight: 4, sideRight: 8 };
var LEFT_CLIFFS = cliffBits.sideLeft | cliffBits.frontLeft;
var RIGHT_CLIFFS = cliffBits.sideRight | cliffBits.frontRight;
var SafetyLatch = class {
  #cliffs = 0;
  #left = false;
  #centre = false;
  #right = false;
  latest;
  add(r2) {
    this.latest = r2;
    this.#cliffs |= cliffsOf(r2);
    this.#left ||= r2.bumpLeft;
    this.#centre ||= r2.bumpCentre;
    this.#right ||= r2.bumpRight;
  }
  get cliffs() {
    return this.#cliffs;
  }
  get bumped() {
    return this.#left || this.#centre || this.#right;
  }
  get wheelDropped() {
    return this.latest !== void 0 && (this.latest.wheelDropLeft || this.latest.wheelDropRight);
  }
  /**
   * What the bumper felt, with its place on the body's edge: the lidar's nearest return in the pressed zones, or the middle
   * of the zones when what was touched is not seen.
   */
  touch(T_map_base, bodyRadius_m, near) {
    const left = this.#left;
    const centre = this.#centre;
    const right = this.#right;
    const from = right ? -SIDE_ZONE : centre ? -CENTRE_ZONE : CENTRE_ZONE;
    const to = left ? SIDE_ZONE : centre ? CENTRE_ZONE : -CENTRE_ZONE;
    const angle = nearestIn(from, to, near, bodyRadius_m + SEEN_WITHIN) ?? 0.5 * (from + to);
    const { x, y } = compose(T_map_base, { x: bodyRadius_m * cos(angle), y: bodyRadius_m * sin(angle), theta: 0 });
    return { left, centre, right, at_map: { x, y } };
  }
  /** Forgets what has been taken; what is true right now comes back with the next record. */
  clear() {
    this.#cliffs = 0;
    this.#left = this.#centre = this.#right = false;
  }
};
function nearestIn(from, to, { xy, n }, reach_m) {
  let nearest2 = reach_m * reach_m;
  let bearing;
  for (let i = 0; i < 2 * n; i += 2) {
    const d2 = xy[i] * xy[i] + xy[i + 1] * xy[i + 1];
    if (d2 >= nearest2) continue;
    const angle = atan2(xy[i + 1], xy[i]);
    if (angle < from || angle > to) continue;
    nearest2 = d2;
    bearing = angle;
  }
  return bearing;
}
function cliffsOf(r2) {
  return (r2.cliffSideLeft ? cliffBits.sideLeft : 0) | (r2.cliffFrontLeft ? cliffBits.frontLeft : 0) | (r2.cliffFrontRight ? cliffBits.frontRight : 0) | (r2.cliffSideRight ? cliffBits.sideRight : 0);
}
function cliffPlace(bits2, T_map_base, geometry) {
  let x = 0;
  let y = 0;
  let n = 0;
  for (const [name, bit] of Object.entries(cliffBits)) {
    if ((bits2 & bit) === 0) continue;
    const sensor = geometry.cliffs[name];
    x += sensor.x_m;
    y += sensor.y_m;
    n++;
  }
  const at = compose(T_map_base, { x: x / n, y: y / n, theta: 0 });
  return { x: at.x, y: at.y };
}
function awayFromCliff(bits2) {
  return (bits2 & LEFT_CLIFFS) !== 0 && (bits2 & RIGHT_CLIFFS) === 0 ? -1 : 1;
}
function cliffWords(bits2) {
  const left = (bits2 & LEFT_CLIFFS) !== 0;
  const right = (bits2 & RIGHT_CLIFFS) !== 0;
  return `no floor ${left && right ? "ahead" : left ? "on the left" : "on the right"}`;
}

// packages/drive/src/back.ts
var Back = class {
  lastProgress_s = Number.NEGATIVE_INFINITY;
  #distance;
  #speed;
  #from_odom;
  #done = 0;
  #blockedSince_s = Number.NaN;
  constructor(distance_m, speed_mps) {
    this.#distance = distance_m;
    this.#speed = speed_mps;
  }
  get progress_m() {
    return this.#done;
  }
  get remaining_m() {
    return Math.max(0, this.#distance - this.#done);
  }
  step(now) {
    const { deceleration_mps2, blockedPatience_s } = now.options;
    const from = this.#from_odom ?? now.T_odom_base;
    this.#from_odom = from;
    const done = -between(from, now.T_odom_base).x;
    if (done > this.#done + 0.01 || this.lastProgress_s < 0) this.lastProgress_s = now.now_s;
    this.#done = Math.max(this.#done, done);
    const halt2 = { v_mps: 0, w_radps: 0, state: "backing" };
    if (this.remaining_m < 4e-3)
      return now.v_mps > -0.02 ? { ...halt2, result: { outcome: "arrived", reason: "backed off" } } : halt2;
    const planned = Math.min(this.#speed, Math.max(0.03, Math.sqrt(2 * deceleration_mps2 * this.remaining_m)));
    const v = backSpeed(planned, now);
    const w = clamp(3 * angleDiff(from.theta, now.T_odom_base.theta), 0.5);
    if (v < 0) {
      this.#blockedSince_s = Number.NaN;
      return { v_mps: v, w_radps: w, state: "backing" };
    }
    if (Number.isNaN(this.#blockedSince_s)) this.#blockedSince_s = now.now_s;
    if (now.now_s - this.#blockedSince_s < blockedPatience_s) return halt2;
    return { ...halt2, result: { outcome: "blocked", reason: "the lidar sees something behind" } };
  }
  /** What is in front does not stop a robot that leaves it. */
  bumped() {
    return void 0;
  }
};

// packages/drive/src/sideRoom.ts
var TOO_DEEP = 0.05;
var SAME_WALL = 0.015;
function sideRoom(way, nWay, points, bodyRadius_m) {
  return {
    left_m: roomOn(1, way, nWay, points, bodyRadius_m),
    right_m: roomOn(-1, way, nWay, points, bodyRadius_m)
  };
}
function roomOn(side, way, nWay, points, R) {
  const { xy, n } = points;
  let nearest2 = Number.POSITIVE_INFINITY;
  let sum = 0;
  let count = 0;
  for (let pass = 0; pass < 2; pass++) {
    for (let k = 0; k + 1 < nWay; k++) {
      const ax = way[2 * k];
      const ay = way[2 * k + 1];
      let ux = way[2 * k + 2] - ax;
      let uy = way[2 * k + 3] - ay;
      const length = Math.sqrt(ux * ux + uy * uy);
      if (length < 1e-6) continue;
      ux /= length;
      uy /= length;
      for (let i = 0; i < 2 * n; i += 2) {
        const px = xy[i] - ax;
        const py = xy[i + 1] - ay;
        const along = px * ux + py * uy;
        const beside = side * (py * ux - px * uy);
        if (along < 0 || along > length || beside < R - TOO_DEEP) continue;
        if (pass === 0) {
          if (beside < nearest2) nearest2 = beside;
        } else if (beside <= nearest2 + SAME_WALL) {
          sum += beside;
          count++;
        }
      }
    }
    if (nearest2 === Number.POSITIVE_INFINITY) return nearest2;
  }
  return sum / count - R;
}
function yieldTo(wish_m, room, air_m) {
  const most = room.left_m - air_m;
  const least = air_m - room.right_m;
  if (least > most) return 0.5 * (least + most);
  return Math.min(Math.max(wish_m, least), most);
}

// packages/drive/src/sideStep.ts
var HOLDS = 0.35;
var FADE = 1;
var RATE = 0.08;
var GAIN2 = 4;
var SideStep = class {
  offset_m = 0;
  #wanted = 0;
  #until_m = 0;
  /** Away from the side of a glancing bump, from here on. */
  bumped(touch, s_m, options) {
    this.#wanted += touch.left ? -options.sideStep_m : options.sideStep_m;
    this.#until_m = s_m + HOLDS;
  }
  /** @param room to the sides of the way as it is driven now, this side-step included */
  update(s_m, room, dt_s, options) {
    if (s_m > this.#until_m) this.#wanted *= Math.max(0, 1 - FADE * dt_s);
    const most = options.maxYield_m + Math.abs(this.#wanted);
    const shift = yieldTo(this.#wanted - this.offset_m, room, options.sideAir_m);
    const missing = clamp(this.offset_m + shift, most) - this.offset_m;
    this.offset_m += clamp(GAIN2 * missing, RATE) * dt_s;
  }
  reset() {
    this.offset_m = this.#wanted = 0;
  }
};

// packages/drive/src/trackedPath.ts
var MIN_SPACING = 1e-3;
var TURN_WINDOW = 0.05;
var GENTLE_BEND = 0.14;
var BEND_SPEED = 0.1;
var TrackedPath = class {
  x;
  y;
  /** Arc length at each way-point, m. */
  s;
  legs;
  length_m;
  #speed;
  #maxSpeed;
  #deceleration;
  /** @param xy way-points, m, interleaved; at least one */
  constructor(xy, maxSpeed_mps, options) {
    const { x, y } = withoutRepeats(xy);
    this.x = x;
    this.y = y;
    this.s = arcLengths(x, y);
    this.length_m = this.s[x.length - 1];
    this.#maxSpeed = maxSpeed_mps;
    this.#deceleration = options.deceleration_mps2;
    const turns = turnsOf(x, y, this.s);
    const sharp = sharpCorners(turns, this.s, options.sharpCorner_rad);
    this.legs = legsBetween(sharp);
    this.#speed = allowedSpeeds(turns, sharp, this.s, maxSpeed_mps, options);
  }
  /** Arc length of the point of a leg that is nearest to (x, y), looked for in [from_m, to_m]. */
  project(leg, x, y, from_m, to_m) {
    let best = Number.POSITIVE_INFINITY;
    let bestS = this.s[leg.from];
    for (let i = leg.from; i < leg.to; i++) {
      if (this.s[i + 1] < from_m || this.s[i] > to_m) continue;
      const dx = this.x[i + 1] - this.x[i];
      const dy = this.y[i + 1] - this.y[i];
      const length = this.s[i + 1] - this.s[i];
      const along = ((x - this.x[i]) * dx + (y - this.y[i]) * dy) / length;
      const low = Math.max(0, from_m - this.s[i]);
      const high = Math.min(length, to_m - this.s[i]);
      const a2 = Math.min(Math.max(along, low), high);
      const ex = this.x[i] + dx * a2 / length - x;
      const ey = this.y[i] + dy * a2 / length - y;
      const d = ex * ex + ey * ey;
      if (d < best) {
        best = d;
        bestS = this.s[i] + a2;
      }
    }
    return bestS;
  }
  /** Way-point before arc length s within a leg. */
  segmentAt(leg, s_m) {
    let i = leg.from;
    while (i < leg.to - 1 && this.s[i + 1] <= s_m) i++;
    return i;
  }
  /** The point at arc length s of a leg, with its direction; past the leg's end its last segment goes on straight. */
  pointAt(leg, s_m) {
    const i = this.segmentAt(leg, s_m);
    const length = this.s[i + 1] - this.s[i];
    const dx = (this.x[i + 1] - this.x[i]) / length;
    const dy = (this.y[i + 1] - this.y[i]) / length;
    const along = s_m - this.s[i];
    return { x: this.x[i] + dx * along, y: this.y[i] + dy * along, heading: atan2(dy, dx) };
  }
  /** How fast the robot may be at arc length s of a leg so that it can keep to all that comes, m/s. */
  speedAt(leg, s_m) {
    const i = this.segmentAt(leg, s_m);
    const atNext = i + 1 === leg.to ? 0 : this.#speed[i + 1];
    const braking = Math.sqrt(atNext * atNext + 2 * this.#deceleration * Math.max(0, this.s[i + 1] - s_m));
    return Math.min(braking, this.#maxSpeed);
  }
  /** The lowest speed that a bend of a leg between two arc lengths allows, m/s. */
  slowestBend(leg, from_m, to_m) {
    let slowest = this.#maxSpeed;
    for (let i = leg.from + 1; i < leg.to && this.s[i] <= to_m; i++)
      if (this.s[i] >= from_m) slowest = Math.min(slowest, this.#speed[i]);
    return slowest;
  }
};
function withoutRepeats(xy) {
  const kept = [0];
  for (let i = 1; 2 * i < xy.length; i++) {
    const j = kept[kept.length - 1];
    if (hypot(xy[2 * i] - xy[2 * j], xy[2 * i + 1] - xy[2 * j + 1]) >= MIN_SPACING) kept.push(i);
  }
  return { x: Float64Array.from(kept, (i) => xy[2 * i]), y: Float64Array.from(kept, (i) => xy[2 * i + 1]) };
}
function arcLengths(x, y) {
  const s = new Float64Array(x.length);
  for (let i = 1; i < x.length; i++) s[i] = s[i - 1] + hypot(x[i] - x[i - 1], y[i] - y[i - 1]);
  return s;
}
function turnsOf(x, y, s) {
  const n = x.length;
  const turns = new Float64Array(n);
  for (let i = 1; i < n - 1; i++) {
    let a2 = i - 1;
    while (a2 > 0 && s[i] - s[a2] < TURN_WINDOW) a2--;
    let b2 = i + 1;
    while (b2 < n - 1 && s[b2] - s[i] < TURN_WINDOW) b2++;
    const turn2 = angleDiff(atan2(y[b2] - y[i], x[b2] - x[i]), atan2(y[i] - y[a2], x[i] - x[a2]));
    turns[i] = turn2 < 0 ? -turn2 : turn2;
  }
  return turns;
}
function sharpCorners(turns, s, sharp_rad) {
  const n = turns.length;
  const sharp = new Uint8Array(n);
  sharp[0] = sharp[n - 1] = 1;
  for (let i = 1; i < n - 1; i++) {
    if (turns[i] < sharp_rad) continue;
    let sharpest = true;
    for (let j = i - 1; j > 0 && s[i] - s[j] < TURN_WINDOW; j--) if (turns[j] >= turns[i]) sharpest = false;
    for (let j = i + 1; j < n - 1 && s[j] - s[i] < TURN_WINDOW; j++) if (turns[j] > turns[i]) sharpest = false;
    if (sharpest) sharp[i] = 1;
  }
  return sharp;
}
function legsBetween(sharp) {
  const legs = [];
  let from = 0;
  for (let i = 1; i < sharp.length; i++) {
    if (sharp[i] === 0) continue;
    legs.push({ from, to: i });
    from = i;
  }
  return legs;
}
function allowedSpeeds(turns, sharp, s, maxSpeed, options) {
  const speed = new Float64Array(turns.length);
  for (let i = turns.length - 1; i >= 0; i--) {
    const bend = Math.min(1, Math.max(0, (turns[i] - GENTLE_BEND) / (options.sharpCorner_rad - GENTLE_BEND)));
    const allowed = sharp[i] === 1 ? 0 : maxSpeed - bend * Math.max(0, maxSpeed - BEND_SPEED);
    const ahead2 = i + 1 < turns.length ? speed[i + 1] : 0;
    const braking = Math.sqrt(ahead2 * ahead2 + 2 * options.deceleration_mps2 * (i + 1 < s.length ? s[i + 1] - s[i] : 0));
    speed[i] = Math.min(allowed, braking);
  }
  return speed;
}

// packages/drive/src/follow.ts
var ON_PATH = 0.05;
var AT_END = 0.02;
var END_SLACK = 4e-3;
var CREEP = 0.025;
var AIM = 0.03;
var AIM_WHILE_ROLLING = 0.35;
var OFF_HEADING = 0.9;
var SAME_BUMP = 0.4;
var MAX_BUMPS = 3;
var MAX_CORRECTIONS = 2;
var Follow = class {
  lastProgress_s = Number.NEGATIVE_INFINITY;
  #options;
  #maxSpeed;
  #given;
  #path;
  #legIndex = 0;
  #turning = true;
  #s = 0;
  #bestS = 0;
  #leastTurn = Number.POSITIVE_INFINITY;
  #blockedSince_s = Number.NaN;
  #blockedAt_map;
  #bumps = 0;
  #bumpedAt_m = 0;
  #corrections = 0;
  #cutShort = false;
  #sideStep = new SideStep();
  /** The way ahead in the base frame: the robot, half of the arc to the steering target, the target, the path beyond it. */
  #way = new Float64Array(64);
  #nWay = 0;
  /** @param path_map way-points, m, interleaved, at least one */
  constructor(path_map, maxSpeed_mps, options) {
    this.#given = path_map;
    this.#maxSpeed = maxSpeed_mps;
    this.#options = options;
  }
  get progress_m() {
    return this.#s;
  }
  get remaining_m() {
    return this.#path === void 0 ? 0 : this.#path.length_m - this.#s;
  }
  step(now) {
    this.#path ??= this.#join(this.#given, now);
    const leg = this.#path.legs[this.#legIndex];
    if (leg === void 0) return this.#arrive(now);
    return this.#turning ? this.#turn(leg, now) : this.#drive(leg, now);
  }
  bumped(touch, now) {
    const path = this.#path;
    const leg = path?.legs[this.#legIndex];
    if (path === void 0 || leg === void 0) return void 0;
    this.#bumps = this.#s < this.#bumpedAt_m + SAME_BUMP ? this.#bumps + 1 : 1;
    this.#bumpedAt_m = this.#s;
    const left_m = path.s[leg.to] - this.#s;
    if (!this.#turning && left_m <= this.#options.shortOfEnd_m + 0.02) {
      this.#cutShort = true;
      this.#nextLeg(now);
      return void 0;
    }
    const glancing = touch.left !== touch.right && !touch.centre;
    if (!glancing || this.#bumps > MAX_BUMPS)
      return {
        outcome: "blocked",
        reason: glancing ? `bumped ${this.#bumps} times on the same stretch` : "bumped into something in the way",
        blockedAt_map: touch.at_map
      };
    this.#sideStep.bumped(touch, this.#s, this.#options);
    return void 0;
  }
  /** The path from where the robot is: begun at its nearest point when the robot is on it, driven to otherwise. */
  #join(xy, now) {
    this.lastProgress_s = now.now_s;
    const { x, y } = now.T_map_base;
    if (xy.length > 2) {
      const path = new TrackedPath(xy, this.#maxSpeed, this.#options);
      const first2 = path.legs[0];
      if (first2 !== void 0) {
        const s = path.project(first2, x, y, 0, 0.5);
        const at = path.pointAt(first2, s);
        if (hypot(at.x - x, at.y - y) <= ON_PATH) {
          this.#s = this.#bestS = s;
          const target = path.pointAt(first2, s + steerAhead(now.v_mps, this.#options));
          const off = angleDiff(atan2(target.y - y, target.x - x), now.T_map_base.theta);
          this.#turning = Math.abs(off) > (now.v_mps > 0.05 ? AIM_WHILE_ROLLING : AIM);
          return path;
        }
      }
    }
    return new TrackedPath([x, y, ...xy], this.#maxSpeed, this.#options);
  }
  #turn(leg, now) {
    const path = this.#path;
    const { x, y } = now.T_map_base;
    const ahead2 = Math.min(path.s[leg.to], Math.max(this.#s, path.s[leg.from]) + this.#options.maxSteerAhead_m);
    const target = path.pointAt(leg, ahead2);
    const near = hypot(target.x - x, target.y - y) < 0.02;
    const heading = near ? target.heading : atan2(target.y - y, target.x - x);
    const missing = Math.abs(angleDiff(heading, now.T_map_base.theta));
    if (missing < this.#leastTurn - 0.05) {
      this.#leastTurn = missing;
      this.lastProgress_s = now.now_s;
    }
    if (missing > AIM) return turnTo(heading, now);
    this.#turning = false;
    return this.#drive(leg, now);
  }
  #drive(leg, now) {
    const path = this.#path;
    const { x, y, theta } = now.T_map_base;
    this.#s = path.project(leg, x, y, Math.max(path.s[leg.from], this.#s - 0.2), this.#s + 0.3);
    if (this.#s > this.#bestS + 0.02) {
      this.#bestS = this.#s;
      this.lastProgress_s = now.now_s;
    }
    const end = path.pointAt(leg, path.s[leg.to]);
    const past = (x - end.x) * cos(end.heading) + (y - end.y) * sin(end.heading);
    const inLastSegment = this.#s >= path.s[leg.to - 1];
    const left = inLastSegment ? -past : path.s[leg.to] - this.#s;
    if (left <= END_SLACK) return this.#stopAtEnd(now);
    const ahead2 = this.#steerAhead(leg, now);
    const target = this.#aheadInBase(leg, this.#s + ahead2, now);
    const off = atan2(target.y, target.x);
    if (Math.abs(off) > OFF_HEADING && hypot(target.x, target.y) > 0.03) {
      this.#turning = true;
      this.#leastTurn = Number.POSITIVE_INFINITY;
      return turnTo(theta + off, now);
    }
    const curvature = pursuitCurvature(target.x, target.y);
    this.#layWay(leg, target, ahead2, now);
    const { bodyRadius_m } = now.geometry;
    const swept_m = bodyRadius_m + this.#options.bodyMargin_m;
    const contact = contactAhead(this.#way, this.#nWay, now.near, swept_m, this.#options);
    const room = sideRoom(this.#way, this.#nWay, now.near, bodyRadius_m);
    this.#sideStep.update(this.#s, room, now.dt_s, this.#options);
    const safe = speedBefore(contact, this.#options);
    if (contact.blocked_m <= this.#options.stopGap_m + 0.01) return this.#blocked(left, contact, now);
    if (contact.blocked_m > this.#options.stopGap_m + 0.05) this.#blockedSince_s = Number.NaN;
    const size = Math.abs(curvature);
    const steerable = this.#options.turnRate_radps / Math.max(size, 1e-6);
    const wary = now.wary ? this.#options.warySpeed_mps : this.#maxSpeed;
    const planned = Math.min(path.speedAt(leg, path.s[leg.to] - left), this.#maxSpeed, steerable, wary);
    const v = Math.min(Math.max(planned, CREEP), Math.max(safe, 0));
    const slowed = safe < planned;
    return { v_mps: v, w_radps: v * curvature, state: slowed ? "slowing" : "tracking" };
  }
  #stopAtEnd(now) {
    if (Math.abs(now.v_mps) < 0.03) this.#nextLeg(now);
    return { v_mps: 0, w_radps: 0, state: "tracking" };
  }
  #nextLeg(now) {
    const path = this.#path;
    this.#s = Math.max(this.#s, path.s[path.legs[this.#legIndex].to]);
    this.#bestS = this.#s;
    this.#legIndex++;
    this.#turning = true;
    this.#leastTurn = Number.POSITIVE_INFINITY;
    this.#sideStep.reset();
    this.#blockedSince_s = Number.NaN;
    this.lastProgress_s = now.now_s;
  }
  #arrive(now) {
    const path = this.#path;
    const n = path.x.length - 1;
    const { x, y } = now.T_map_base;
    const missed = hypot(path.x[n] - x, path.y[n] - y);
    if (missed > AT_END && missed < 2 * this.#options.shortOfEnd_m && !this.#cutShort && this.#corrections < MAX_CORRECTIONS) {
      this.#corrections++;
      this.#path = new TrackedPath([x, y, path.x[n], path.y[n]], this.#maxSpeed, this.#options);
      this.#legIndex = 0;
      this.#s = this.#bestS = 0;
      this.#turning = true;
      return this.step(now);
    }
    const reason = missed <= AT_END ? "at the end of the path" : `${(100 * missed).toFixed(0)} cm short of the end: something stands there`;
    return { v_mps: 0, w_radps: 0, state: "tracking", result: { outcome: "arrived", reason } };
  }
  #blocked(left_m, contact, now) {
    const halt2 = { v_mps: 0, w_radps: 0, state: "slowing" };
    if (Math.abs(now.v_mps) > 0.03) return halt2;
    if (left_m <= this.#options.shortOfEnd_m) {
      this.#cutShort = true;
      this.#nextLeg(now);
      return halt2;
    }
    if (Number.isNaN(this.#blockedSince_s)) this.#blockedSince_s = now.now_s;
    const { x, y, theta } = now.T_map_base;
    this.#blockedAt_map = {
      x: x + cos(theta) * contact.x - sin(theta) * contact.y,
      y: y + sin(theta) * contact.x + cos(theta) * contact.y
    };
    if (now.now_s - this.#blockedSince_s < this.#options.blockedPatience_s) return halt2;
    return {
      ...halt2,
      result: { outcome: "blocked", reason: "the lidar sees something in the way", blockedAt_map: this.#blockedAt_map }
    };
  }
  /** By speed, and by the speed that bends on the way allow: a bend ahead is looked at from near, so that it is not cut. */
  #steerAhead(leg, now) {
    const path = this.#path;
    const far = steerAhead(now.v_mps, this.#options);
    return steerAhead(Math.min(now.v_mps, path.slowestBend(leg, this.#s, this.#s + far)), this.#options);
  }
  /** A point of the leg, side-step included, in the base frame. */
  #aheadInBase(leg, s_m, now) {
    const path = this.#path;
    const p = path.pointAt(leg, s_m);
    const c = cos(now.T_map_base.theta);
    const s = sin(now.T_map_base.theta);
    const dx = p.x - sin(p.heading) * this.#sideStep.offset_m - now.T_map_base.x;
    const dy = p.y + cos(p.heading) * this.#sideStep.offset_m - now.T_map_base.y;
    return { x: c * dx + s * dy, y: -s * dx + c * dy };
  }
  /** The way to the steering target and on along the path to the leg's end. */
  #layWay(leg, target, ahead_m, now) {
    const path = this.#path;
    const way = this.#way;
    const legEnd = path.s[leg.to];
    const until = Math.min(this.#s + this.#options.lookAhead_m, legEnd);
    let s = Math.min(this.#s + ahead_m, legEnd);
    let p = s < legEnd ? target : this.#aheadInBase(leg, legEnd, now);
    way[0] = way[1] = 0;
    way[2] = 0.5 * p.x;
    way[3] = 0.25 * p.y;
    let n = 2;
    for (; ; ) {
      way[2 * n] = p.x;
      way[2 * n + 1] = p.y;
      n++;
      if (s >= until || 2 * n >= way.length) break;
      s = Math.min(until, s + 0.05);
      p = this.#aheadInBase(leg, s, now);
    }
    this.#nWay = n;
  }
};

// packages/drive/src/dock.ts
var STAGE = 0.7;
var RETRY = 0.45;
var FAR_SPEED = 0.1;
var NEAR_SPEED = 0.05;
var NEAR = 0.25;
var OVERRUN = 0.07;
var LAST_LOOK = 0.12;
var MAX_OFFSET = 0.03;
var MAX_HEADING = 0.25;
var MAX_CORRECTION = 0.2;
var CORRECTION_RATE = 0.06;
var SEARCH = [0, 0.06, -0.06];
var CONTACT_WAIT_S = 0.6;
var Dock = class {
  lastProgress_s = Number.NEGATIVE_INFINITY;
  #T_map_approach;
  #options;
  #phase = "approach";
  #staging;
  #attempt = 1;
  #axisShift = 0;
  #sawBeam = false;
  #waitUntil_s = 0;
  #start_m = Number.NaN;
  #left_m = 0;
  /** @param T_map_dock the docked base_link's place, +x out of the dock */
  constructor(T_map_dock, options) {
    this.#T_map_approach = { ...T_map_dock, theta: T_map_dock.theta + Math.PI };
    this.#options = options;
  }
  get progress_m() {
    return Number.isNaN(this.#start_m) ? 0 : Math.max(0, this.#start_m - this.#left_m);
  }
  get remaining_m() {
    return this.#left_m;
  }
  step(now) {
    const at = this.#place(now);
    this.lastProgress_s = now.now_s;
    if (now.dock?.docked === true) {
      const halt2 = { v_mps: 0, w_radps: 0, state: "docking" };
      const rests = Math.abs(now.v_mps) < 0.02;
      return rests ? { ...halt2, result: { outcome: "docked", reason: "the contacts charge" } } : halt2;
    }
    switch (this.#phase) {
      case "approach":
        return this.#approach(at, now);
      case "aim":
        return this.#aim(at, now);
      case "enter":
        return this.#enter(at, now);
      case "wait":
        return this.#wait(at, now);
      case "retreat":
        return this.#retreat(at, now);
    }
  }
  /** Touching the dock is how docking ends; touching something else on the way fails the attempt. */
  bumped(_, now) {
    return this.#fail(now).result;
  }
  /** Where the robot is in the approach frame, the axis moved to where the beams say it is. */
  #place(now) {
    const at = between(this.#T_map_approach, now.T_map_base);
    this.#left_m = hypot(at.x, at.y);
    if (Number.isNaN(this.#start_m)) this.#start_m = this.#left_m;
    const { greenBeam = false, redBeam = false } = now.dock ?? {};
    const facing = at.theta < 1 && at.theta > -1;
    if ((greenBeam || redBeam) && facing) {
      this.#sawBeam = true;
      const half = Math.max(0, this.#options.dockEmitter_m - at.x) * tan(this.#options.dockBothBeams_rad);
      const y = at.y - this.#axisShift;
      const low = greenBeam && !redBeam ? half : -half;
      const high = redBeam && !greenBeam ? -half : half;
      const wrong = greenBeam && !redBeam ? Math.min(0, y - low) : redBeam && !greenBeam ? Math.max(0, y - high) : y - clamp(y, half);
      this.#axisShift = clamp(this.#axisShift + clamp(wrong, CORRECTION_RATE * now.dt_s), MAX_CORRECTION);
    }
    return { x: at.x, y: at.y - this.#axisShift, theta: at.theta };
  }
  /** To a place from where the run in is nearly straight; at once when the robot is there. */
  #approach(at, now) {
    const room = -at.x - 0.3;
    if (this.#staging === void 0 && room > 0 && Math.abs(at.y) < 0.45 * room && -at.x < 1.6)
      return this.#go("aim", now);
    if (this.#staging === void 0) {
      const { x, y, theta } = this.#T_map_approach;
      const stage = between({ x: 0, y: 0, theta: -theta }, { x: -STAGE, y: 0, theta: 0 });
      this.#staging = new Follow(Float64Array.of(x + stage.x, y + stage.y), 0.2, this.#options);
    }
    const wish = this.#staging.step(now);
    if (wish.result === void 0) return { ...wish, state: "docking" };
    if (wish.result.outcome !== "arrived") return { ...wish, state: "docking" };
    return this.#go("aim", now);
  }
  #aim(at, now) {
    const target = this.#steerAt(at);
    const off = atan2(target.y, target.x);
    if (Math.abs(off) > 0.06) return { v_mps: 0, w_radps: turnRate(off, this.#options), state: "docking" };
    return this.#go("enter", now);
  }
  #enter(at, now) {
    if (at.x > OVERRUN) return this.#fail(now);
    const missing = Math.abs(at.y) > MAX_OFFSET || Math.abs(at.theta) > MAX_HEADING;
    if (at.x > -LAST_LOOK && missing) return this.#fail(now);
    const target = this.#steerAt(at);
    if (Math.abs(atan2(target.y, target.x)) > 0.9) return this.#go("aim", now);
    const v = -at.x < NEAR ? NEAR_SPEED : FAR_SPEED;
    return { v_mps: v, w_radps: clamp(v * pursuitCurvature(target.x, target.y), 0.6), state: "docking" };
  }
  #wait(at, now) {
    if (now.now_s < this.#waitUntil_s) return { v_mps: 0, w_radps: 0, state: "docking" };
    return this.#retreat(at, this.#go("retreat", now) && now);
  }
  #retreat(at, now) {
    const v = at.x > -RETRY ? backSpeed(this.#options.backSpeed_mps, now) : 0;
    if (v === 0) return this.#go("aim", now);
    return { v_mps: v, w_radps: clamp(-2 * at.theta, 0.4), state: "docking" };
  }
  /** The point of the axis to steer at, in the base frame: half of the way left, so that the run ends straight. */
  #steerAt(at) {
    const ahead2 = Math.min(0.5, Math.max(0.15, -0.5 * at.x));
    return between(at, { x: at.x + ahead2, y: 0, theta: 0 });
  }
  #fail(now) {
    const halt2 = { v_mps: 0, w_radps: 0, state: "docking" };
    if (this.#attempt >= this.#options.dockAttempts) {
      const seen = this.#sawBeam ? "its beams were seen" : "its beams were never seen";
      const reason = `no contact with the dock in ${this.#attempt} attempts; ${seen}`;
      return { ...halt2, result: { outcome: "dock_not_found", reason } };
    }
    if (!this.#sawBeam) this.#axisShift = SEARCH[this.#attempt % SEARCH.length];
    this.#attempt++;
    this.#waitUntil_s = now.now_s + CONTACT_WAIT_S;
    return this.#go("wait", now);
  }
  #go(phase, _now) {
    this.#phase = phase;
    return { v_mps: 0, w_radps: 0, state: "docking" };
  }
};

// packages/drive/src/rotate.ts
var DONE = 0.0175;
var MAX_BUMPS2 = 3;
var Rotate = class {
  lastProgress_s = Number.NEGATIVE_INFINITY;
  progress_m = 0;
  remaining_m = 0;
  #yaw;
  #least = Number.POSITIVE_INFINITY;
  #bumps = 0;
  /** @param yaw_rad target heading in the map */
  constructor(yaw_rad) {
    this.#yaw = yaw_rad;
  }
  step(now) {
    const missing = Math.abs(angleDiff(this.#yaw, now.T_map_base.theta));
    if (missing < this.#least - 0.02) {
      this.#least = missing;
      this.lastProgress_s = now.now_s;
    }
    if (missing > DONE) return turnTo(this.#yaw, now);
    const rests = Math.abs(now.w_radps) < 0.05;
    const halt2 = { v_mps: 0, w_radps: 0, state: "turning" };
    return rests ? { ...halt2, result: { outcome: "arrived", reason: "turned to the heading" } } : halt2;
  }
  bumped(touch) {
    if (++this.#bumps <= MAX_BUMPS2) return void 0;
    return { outcome: "blocked", reason: "no room to turn", blockedAt_map: touch.at_map };
  }
};

// packages/drive/src/wall.ts
var SPEED = 0.2;
var CORNER_SPEED = 0.12;
var KP = 8;
var KD = 10;
var FILTER_S = 0.15;
var MAX_ERROR = 0.04;
var WALL_LOST = 0.12;
var WALL_FOUND = 0.06;
var CORNER_LAG = 0.02;
var GIVE_UP = 5;
var AFTER_BUMP = 0.5;
var MAX_BUMPS3 = 6;
var CORNER_CLEAR = 0.1;
var BESIDE = 0.35;
var ahead = new Float64Array([0, 0, 0.4, 0]);
var Wall = class {
  lastProgress_s = Number.NEGATIVE_INFINITY;
  #distance;
  #speed;
  #done = 0;
  #last_odom;
  #gap = Number.NaN;
  #gapRate = 0;
  #sinceWall_m = 0;
  #turnedSinceWall = 0;
  #awayTo_odom;
  #cornering = false;
  #rounding = false;
  #bumps = 0;
  #bumpedAt_m = 0;
  constructor(distance_m, maxSpeed_mps) {
    this.#distance = distance_m;
    this.#speed = Math.min(SPEED, maxSpeed_mps);
  }
  get progress_m() {
    return this.#done;
  }
  get remaining_m() {
    return Math.max(0, this.#distance - this.#done);
  }
  step(now) {
    this.#measure(now);
    if (this.remaining_m <= 0) {
      const halt2 = { v_mps: 0, w_radps: 0, state: "tracking" };
      if (Math.abs(now.v_mps) > 0.03) return halt2;
      return { ...halt2, result: { outcome: "arrived", reason: "followed the wall as far as asked" } };
    }
    if (this.#awayTo_odom !== void 0) {
      const missing = angleDiff(this.#awayTo_odom, now.T_odom_base.theta);
      if (Math.abs(missing) > 0.05) return { v_mps: 0, w_radps: turnRate(missing, now.options), state: "turning" };
      this.#awayTo_odom = void 0;
    }
    const contact = contactAhead(ahead, 2, now.near, now.geometry.bodyRadius_m, now.options);
    const safe = speedBefore(contact, now.options);
    const turnsOn = this.#cornering && contact.touch_m < CORNER_CLEAR && contact.headOn > BESIDE;
    if (turnsOn || contact.blocked_m < now.options.stopGap_m + 0.01) {
      this.#cornering = true;
      return { v_mps: 0, w_radps: 0.6 * now.options.turnRate_radps, state: "turning" };
    }
    this.#cornering = false;
    this.#rounding = this.#gap >= (this.#rounding ? WALL_FOUND : WALL_LOST);
    const speeds = !this.#rounding ? this.#along(now.options) : this.#roundOuterCorner(now);
    if (speeds === void 0)
      return { v_mps: 0, w_radps: 0, state: "tracking", result: { outcome: "lost", reason: "no wall on the right" } };
    const share2 = Math.min(1, safe / speeds.v_mps);
    return {
      v_mps: share2 * speeds.v_mps,
      w_radps: share2 * speeds.w_radps,
      state: share2 < 1 ? "slowing" : "tracking"
    };
  }
  bumped(touch, now) {
    this.#bumps = this.#done < this.#bumpedAt_m + 0.2 ? this.#bumps + 1 : 1;
    this.#bumpedAt_m = this.#done;
    if (this.#bumps > MAX_BUMPS3)
      return { outcome: "blocked", reason: "bumped again and again at one place", blockedAt_map: touch.at_map };
    const by = touch.left && !touch.centre && !touch.right ? -0.4 * AFTER_BUMP : AFTER_BUMP;
    this.#awayTo_odom = now.T_odom_base.theta + by;
    return void 0;
  }
  #measure(now) {
    if (this.#last_odom !== void 0) {
      const moved = between(this.#last_odom, now.T_odom_base);
      if (moved.x > 0) this.#done += moved.x;
      this.#sinceWall_m += moved.x;
      this.#turnedSinceWall += moved.theta;
    }
    this.#last_odom = now.T_odom_base;
    if (this.#done > this.#bumpedAt_m + 0.03 || this.lastProgress_s < 0) this.lastProgress_s = now.now_s;
    const { bodyRadius_m, wallSensor } = now.geometry;
    const gap = now.safety.wallDistance_m - (bodyRadius_m + wallSensor.y_m);
    if (!(gap < WALL_LOST)) {
      this.#gap = Number.POSITIVE_INFINITY;
      this.#gapRate = 0;
      return;
    }
    if (!this.#rounding) this.#sinceWall_m = this.#turnedSinceWall = 0;
    if (this.#gap < WALL_LOST && now.dt_s > 0) {
      const mix2 = now.dt_s / (FILTER_S + now.dt_s);
      const before = this.#gap;
      this.#gap += mix2 * (gap - before);
      this.#gapRate += mix2 * ((this.#gap - before) / now.dt_s - this.#gapRate);
    } else this.#gap = gap;
  }
  #along(options) {
    const error = clamp(this.#gap - options.wallGap_m, MAX_ERROR);
    const w = clamp(-(KP * error + KD * this.#gapRate), 0.8);
    return { v_mps: this.#speed, w_radps: w };
  }
  /** The wall ended beside the sensor: on until its end is abeam, then round it at the wanted distance. */
  #roundOuterCorner(now) {
    const { bodyRadius_m, wallSensor } = now.geometry;
    if (this.#turnedSinceWall < -GIVE_UP) return void 0;
    const v = Math.min(CORNER_SPEED, this.#speed);
    const w = this.#sinceWall_m < wallSensor.x_m - CORNER_LAG ? 0 : -v / (bodyRadius_m + now.options.wallGap_m);
    return { v_mps: v, w_radps: w };
  }
};

// packages/drive/src/task.ts
var WALL_DEFAULT = 1;
var BACK_DEFAULT = 0.15;
var BACK_LIMIT = 0.6;
var UNDOCK = 0.45;
function activityFor(task, geometry, options) {
  check(task);
  const { mode, path_map, yaw_rad, distance_m } = task;
  const speed = task.maxSpeed_mps > 0 ? Math.min(task.maxSpeed_mps, geometry.maxSpeed_mps) : geometry.maxSpeed_mps;
  switch (mode) {
    case "follow":
      return new Follow(path_map.slice(), speed, options);
    case "rotate":
      return new Rotate(yaw_rad);
    case "wall":
      return new Wall(distance_m > 0 ? distance_m : WALL_DEFAULT, speed);
    case "back":
      return new Back(distance_m > 0 ? distance_m : BACK_DEFAULT, Math.min(speed, options.backSpeed_mps));
    case "undock":
      return new Back(UNDOCK, Math.min(speed, options.backSpeed_mps));
    case "dock": {
      const n = path_map.length;
      return new Dock({ x: path_map[n - 2], y: path_map[n - 1], theta: yaw_rad }, options);
    }
  }
}
function check(task) {
  const { mode, path_map, yaw_rad, distance_m, maxSpeed_mps } = task;
  const wrong = (what) => new RangeError(`Cannot start drive task ${mode}: ${what}`);
  if (!["follow", "rotate", "wall", "back", "dock", "undock"].includes(mode))
    throw new RangeError(
      `Cannot start drive task: mode must be follow, rotate, wall, back, dock or undock, got ${mode}`
    );
  if (path_map.length % 2 !== 0) throw wrong(`path must hold x and y for each point, got ${path_map.length} numbers`);
  if ((mode === "follow" || mode === "dock") && path_map.length === 0) throw wrong("path has no points");
  const bad = path_map.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw wrong(`path must be finite, got ${path_map[bad]} at point ${bad >> 1}`);
  if (!Number.isFinite(yaw_rad)) throw wrong(`yaw must be finite, got ${yaw_rad}`);
  if (!(distance_m >= 0 && distance_m < 1e3)) throw wrong(`distance must be 0 or a length in m, got ${distance_m}`);
  if (mode === "back" && distance_m > BACK_LIMIT)
    throw wrong(`distance must be at most ${BACK_LIMIT} m, got ${distance_m}`);
  if (!(maxSpeed_mps >= 0 && maxSpeed_mps < 100))
    throw wrong(`max speed must be 0 or a speed in m/s, got ${maxSpeed_mps}`);
}

// packages/drive/src/trail.ts
var STEP_M = 0.01;
var STEP_RAD = 0.05;
var REACH_M = 0.04;
var REACH_RAD = 0.25;
var KEPT2 = 60;
var Trail = class {
  #crumbs = [];
  /** Notes where the robot is. Call it with every odometry record, but not while the trail is being driven back. */
  note(T_odom_base) {
    while (this.#crumbs.length > 0 && this.#passedBackwards(T_odom_base)) this.#crumbs.pop();
    const last = this.#crumbs.at(-1);
    if (last !== void 0 && isWithin(last, T_odom_base, STEP_M, STEP_RAD)) return;
    this.#crumbs.push(T_odom_base);
    if (this.#crumbs.length > KEPT2) this.#crumbs.shift();
  }
  /** The next pose on the way back; none when the trail does not lead on from here. */
  next(T_odom_base) {
    const last = this.#crumbs.at(-1);
    if (last === void 0 || !isWithin(last, T_odom_base, REACH_M, REACH_RAD)) return void 0;
    return last;
  }
  /** Takes the last crumb off: it is reached. */
  drop() {
    this.#crumbs.pop();
  }
  #passedBackwards(T) {
    const last = this.#crumbs[this.#crumbs.length - 1];
    const dx = last.x - T.x;
    const dy = last.y - T.y;
    return dx * cos(T.theta) + dy * sin(T.theta) > 0.5 * STEP_M;
  }
};
function isWithin(a2, b2, distance_m, angle_rad) {
  const dx = a2.x - b2.x;
  const dy = a2.y - b2.y;
  const turn2 = angleDiff(a2.theta, b2.theta);
  return dx * dx + dy * dy <= distance_m * distance_m && turn2 <= angle_rad && turn2 >= -angle_rad;
}

// packages/drive/src/unstick.ts
function unstickMoves(attempt) {
  const back = { kind: "retrace", distance_m: 0.1, turn_rad: 0.5, blind_m: 0.05 };
  const halt2 = { kind: "halt" };
  switch (attempt) {
    case 1:
      return [back, halt2];
    case 2:
      return [back, { kind: "turn", by_rad: 0.6 }, { kind: "turn", by_rad: -1.2 }, { kind: "turn", by_rad: 0.6 }, halt2];
    default: {
      const side = attempt % 2 === 0 ? 1 : -1;
      return [
        { kind: "arc", v_mps: -0.1, w_radps: 0.8 * side, time_s: 1.5 },
        { kind: "arc", v_mps: 0.06, w_radps: 0.8 * side, time_s: 1 },
        halt2
      ];
    }
  }
}

// packages/drive/src/driver.ts
var TURN_AWAY = 0.7;
var BACKING = -0.02;
var MAX_PRESSED = 3;
var scanReach_m = 1;
var Driver = class {
  #geometry;
  #options;
  #limiter;
  #near;
  #poses_odom = new PoseBuffer(2);
  #map = new MapFollower();
  #trail = new Trail();
  #latch = new SafetyLatch();
  #bumps = new BumpMemory();
  #speeds = { v_mps: 0, w_radps: 0 };
  #dock;
  #pendingScan;
  #activity;
  #reaction;
  #last_s = Number.NaN;
  #silentSince_s = Number.NaN;
  #freeSince_s = Number.NEGATIVE_INFINITY;
  #attempts = 0;
  #pressed = 0;
  /** Throws RangeError on an option that is unknown or not > 0. */
  constructor(geometry, options = {}) {
    this.#geometry = geometry;
    this.#options = driveOptions(geometry, options);
    this.#limiter = new CommandLimiter(geometry, this.#options);
    this.#near = new NearScan(geometry, scanReach_m);
  }
  /** Whether a task is at work. */
  get active() {
    return this.#activity !== void 0;
  }
  /** A cliff, bump or wheel drop waits for an answer: step now rather than at the next tick. */
  get urgent() {
    const { cliffs, bumped, wheelDropped } = this.#latch;
    return this.#reaction === void 0 && (cliffs !== 0 || bumped || wheelDropped);
  }
  /**
   * Begins a task; it replaces the present one without a stop, as far as the two fit together.
   * Throws RangeError on an unknown mode, an odd or empty path, or a number that is not finite.
   */
  start(task) {
    this.#activity = activityFor(task, this.#geometry, this.#options);
    this.#attempts = this.#pressed = 0;
    this.#freeSince_s = Number.NEGATIVE_INFINITY;
    this.#silentSince_s = Number.NaN;
    if (Math.abs(this.#speeds.v_mps) < 0.02) this.#map.settle();
  }
  /** Drops the task; the robot comes to a stop within its limits. A reflex at work is finished first. */
  cancel() {
    this.#activity = void 0;
  }
  addSafety(r2) {
    this.#latch.add(r2);
  }
  /**
   * @param T_odom_base pose in odom at `stamp_s`
   * @param v_mps, w_radps speeds at that time
   */
  addOdometry(stamp_s, T_odom_base, v_mps, w_radps) {
    if (!this.#poses_odom.add(stamp_s, T_odom_base)) return;
    this.#speeds = { v_mps, w_radps };
    if (this.#reaction?.manoeuvre.move?.kind !== "retrace") this.#trail.note(T_odom_base);
    if (this.#pendingScan !== void 0 && this.#near.add(this.#pendingScan, this.#poses_odom))
      this.#pendingScan = void 0;
  }
  addScan(r2) {
    this.#pendingScan = this.#near.add(r2, this.#poses_odom) ? void 0 : r2;
  }
  addDock(r2) {
    this.#dock = r2;
  }
  setMapToOdom(T_map_odom) {
    this.#map.set(T_map_odom);
  }
  /** One control step; call it at 20 Hz, and at once when `urgent`. Times that do not advance change nothing. */
  step(now_s) {
    const dt_s = Number.isNaN(this.#last_s) ? 0.05 : Math.min(0.2, Math.max(0, now_s - this.#last_s));
    this.#last_s = now_s;
    if (this.#latch.wheelDropped) return this.#wheelDrop();
    const now = this.#look(now_s, dt_s);
    if (now === void 0) return this.#silence(now_s);
    this.#silentSince_s = Number.NaN;
    const halted = this.#noticeHazards(now);
    const wish = (this.#reaction && this.#react(now)) ?? this.#work(now);
    if (wish.result !== void 0) this.#activity = void 0;
    const command = halted ? this.#limiter.stop() : this.#limiter.towards(wish.v_mps, wish.w_radps, dt_s);
    return this.#answer(command, wish.state, wish.result);
  }
  /** The situation at the time when this step's command takes effect; none when sensors are silent or the map unknown. */
  #look(now_s, dt_s) {
    const safety = this.#latch.latest;
    const newest = this.#poses_odom.latest;
    const oldest_s = now_s - this.#options.staleAfter_s;
    if (safety === void 0 || safety.stamp_s < oldest_s) return void 0;
    if (newest === void 0 || newest.stamp_s < oldest_s) return void 0;
    const { v_mps, w_radps } = this.#speeds;
    const commanded = this.#limiter.last;
    const age_s = Math.max(0, now_s - newest.stamp_s);
    const T_now = driveArc(newest.T, v_mps, w_radps, age_s);
    const T_odom_base = driveArc(T_now, commanded.v_mps, commanded.w_radps, this.#options.actuationDelay_s);
    this.#map.advance(T_odom_base, dt_s);
    const T_map_base = this.#map.pose(T_odom_base);
    if (T_map_base === void 0) return void 0;
    const near = this.#near.seenFrom(T_odom_base);
    const wary = this.#bumps.isNear(T_odom_base, now_s, this.#options);
    const { geometry, options } = { geometry: this.#geometry, options: this.#options };
    return {
      now_s,
      dt_s,
      T_odom_base,
      T_map_base,
      v_mps,
      w_radps,
      safety,
      dock: this.#dock,
      near,
      wary,
      geometry,
      options
    };
  }
  /** Starts the reaction to what the safety sensors saw since the last step. True when the wheels must stop at once. */
  #noticeHazards(now) {
    const cliffs = this.#latch.cliffs | cliffsOf(now.safety);
    const bumped = this.#latch.bumped;
    const touch = this.#latch.touch(now.T_map_base, now.geometry.bodyRadius_m, now.near);
    this.#latch.clear();
    const idle = this.#activity === void 0 && this.#reaction === void 0 && Math.abs(now.v_mps) < 0.02;
    if (cliffs !== 0 && !idle && this.#isNewCliff(cliffs)) {
      this.#beginCliff(cliffs, now);
      return true;
    }
    const backing = now.v_mps < BACKING || this.#limiter.last.v_mps < BACKING;
    if (bumped && !idle && !backing && this.#reaction?.kind !== "cliff" && this.#reaction?.kind !== "bump") {
      this.#bumps.add(now.T_odom_base, now.now_s);
      this.#beginBump(touch);
      return true;
    }
    return false;
  }
  #isNewCliff(cliffs) {
    const reaction = this.#reaction;
    if (reaction?.kind !== "cliff") return true;
    switch (reaction.manoeuvre.move?.kind) {
      case "retrace":
        return (cliffs & ~reaction.seen) !== 0;
      case "turn":
        return reaction.turnsAway;
      default:
        reaction.seen |= cliffs;
        return false;
    }
  }
  /**
   * Stop; back the way the robot came; turn away. A cliff that shows while backing ends the move where it stands, and one
   * that shows while turning away is answered by turning back: the rear must not go where nothing has looked.
   */
  #beginCliff(cliffs, now) {
    const { cliffBackOff_m } = this.#options;
    const before = this.#reaction?.kind === "cliff" ? this.#reaction : void 0;
    const wasBacking = now.v_mps < BACKING;
    const moves = [{ kind: "halt" }];
    if (!wasBacking) moves.push({ kind: "retrace", distance_m: cliffBackOff_m, turn_rad: TURN_AWAY, blind_m: 0 });
    const turnsAway = before === void 0 && !wasBacking;
    if (turnsAway) moves.push({ kind: "halt" }, { kind: "turn", by_rad: TURN_AWAY * awayFromCliff(cliffs) });
    const blockedAt_map = cliffPlace(cliffs, now.T_map_base, now.geometry);
    const result = before?.result ?? { outcome: "cliff", reason: cliffWords(cliffs), blockedAt_map };
    const manoeuvre = new Manoeuvre("backing", moves, this.#trail);
    this.#reaction = { kind: "cliff", manoeuvre, activity: this.#activity, result, seen: cliffs, turnsAway };
  }
  #beginBump(touch) {
    const { backOff_m } = this.#options;
    const moves = [{ kind: "halt" }, { kind: "retrace", distance_m: backOff_m, turn_rad: 0.4, blind_m: 0.05 }];
    const manoeuvre = new Manoeuvre("bumped", [...moves, { kind: "halt" }], this.#trail);
    this.#reaction = { kind: "bump", manoeuvre, activity: this.#activity, touch };
  }
  /** Goes on with the reaction; none once it is over and the task has its turn again. */
  #react(now) {
    const reaction = this.#reaction;
    const speeds = reaction.manoeuvre.step(now);
    if (speeds !== void 0) return { ...speeds, state: reaction.manoeuvre.state };
    this.#reaction = void 0;
    if (reaction.kind === "unstick") this.#freeSince_s = now.now_s;
    if (reaction.activity === void 0 || reaction.activity !== this.#activity) return void 0;
    const result = this.#afterReaction(reaction, now);
    return result && { v_mps: 0, w_radps: 0, state: reaction.manoeuvre.state, result };
  }
  #afterReaction(reaction, now) {
    if (reaction.kind === "cliff") return reaction.result;
    if (reaction.kind === "unstick") return void 0;
    const { bumpLeft, bumpCentre, bumpRight } = now.safety;
    this.#pressed = bumpLeft || bumpCentre || bumpRight ? this.#pressed + 1 : 0;
    if (this.#pressed >= MAX_PRESSED)
      return { outcome: "stuck", reason: "the bumper stays pressed", blockedAt_map: reaction.touch.at_map };
    return this.#activity?.bumped(reaction.touch, now);
  }
  #work(now) {
    const activity = this.#activity;
    if (activity === void 0) return { v_mps: 0, w_radps: 0, state: "idle" };
    const wish = activity.step(now);
    if (wish.result !== void 0) return wish;
    if (activity.lastProgress_s > this.#freeSince_s) {
      this.#freeSince_s = activity.lastProgress_s;
      this.#attempts = 0;
    }
    return now.now_s - this.#freeSince_s > this.#options.stuckAfter_s ? this.#unstick() : wish;
  }
  #unstick() {
    const halt2 = { v_mps: 0, w_radps: 0, state: "unsticking" };
    const { unstickAttempts, stuckAfter_s } = this.#options;
    if (this.#attempts >= unstickAttempts) {
      const reason = `no way made for ${stuckAfter_s} s, and ${unstickAttempts} attempts to get free did not help`;
      return { ...halt2, result: { outcome: "stuck", reason } };
    }
    const manoeuvre = new Manoeuvre("unsticking", unstickMoves(++this.#attempts), this.#trail);
    this.#reaction = { kind: "unstick", manoeuvre, activity: this.#activity };
    return halt2;
  }
  #wheelDrop() {
    this.#latch.clear();
    this.#reaction = void 0;
    const result = this.#activity && { outcome: "wheel_drop", reason: "a wheel hangs down" };
    this.#activity = void 0;
    return this.#answer(this.#limiter.stop(), "stopped", result);
  }
  #silence(now_s) {
    if (Number.isNaN(this.#silentSince_s)) this.#silentSince_s = now_s;
    const gaveUp = this.#activity !== void 0 && now_s - this.#silentSince_s > this.#options.lostAfter_s;
    const result = gaveUp ? { outcome: "lost", reason: this.#whatIsSilent(now_s) } : void 0;
    if (gaveUp) this.#activity = void 0;
    return this.#answer(this.#limiter.stop(), "stopped", result);
  }
  #whatIsSilent(now_s) {
    const oldest_s = now_s - this.#options.staleAfter_s;
    if ((this.#latch.latest?.stamp_s ?? -1) < oldest_s) return "the safety sensors are silent";
    if ((this.#poses_odom.latest?.stamp_s ?? -1) < oldest_s) return "the odometry is silent";
    return "the place in the map is not known";
  }
  #answer(command, state, result) {
    const progress_m = this.#activity?.progress_m ?? 0;
    const remaining_m = this.#activity?.remaining_m ?? 0;
    return result === void 0 ? { command, state, progress_m, remaining_m } : { command, state, progress_m, remaining_m, result };
  }
};

// packages/nodes/src/records.ts
function scanRecord(m) {
  return {
    kind: "scan",
    stamp_s: fromStamp(m.header.stamp),
    angleMin_rad: m.angle_min,
    angleIncrement_rad: m.angle_increment,
    timeIncrement_s: m.time_increment,
    scanTime_s: m.scan_time,
    rangeMin_m: m.range_min,
    rangeMax_m: m.range_max,
    ranges_m: m.ranges,
    intensities: m.intensities
  };
}
function imuRecord(m) {
  return {
    kind: "imu",
    stamp_s: fromStamp(m.header.stamp),
    wx_radps: m.angular_velocity.x,
    wy_radps: m.angular_velocity.y,
    wz_radps: m.angular_velocity.z,
    ax_mps2: m.linear_acceleration.x,
    ay_mps2: m.linear_acceleration.y,
    az_mps2: m.linear_acceleration.z
  };
}
function wheelRecord(m, wheelRadius_m) {
  const left = m.name.indexOf("left_wheel_joint");
  const right = m.name.indexOf("right_wheel_joint");
  if (left < 0 || right < 0 || m.position.length <= Math.max(left, right)) return void 0;
  return {
    kind: "wheels",
    stamp_s: fromStamp(m.header.stamp),
    left_m: m.position[left] * wheelRadius_m,
    right_m: m.position[right] * wheelRadius_m
  };
}
function safetyRecord(m) {
  return {
    kind: "safety",
    stamp_s: fromStamp(m.header.stamp),
    bumpLeft: m.bump_left,
    bumpCentre: m.bump_centre,
    bumpRight: m.bump_right,
    cliffSideLeft: m.cliff_side_left,
    cliffFrontLeft: m.cliff_front_left,
    cliffFrontRight: m.cliff_front_right,
    cliffSideRight: m.cliff_side_right,
    wheelDropLeft: m.wheel_drop_left,
    wheelDropRight: m.wheel_drop_right,
    wallDistance_m: m.wall_distance
  };
}
function dockRecord(m) {
  return {
    kind: "dock",
    stamp_s: fromStamp(m.header.stamp),
    greenBeam: m.green_beam,
    redBeam: m.red_beam,
    forceField: m.force_field,
    docked: m.docked
  };
}

// packages/nodes/src/driveNode.ts
var driveParameters = {
  control_period: { default: 0.05, unit: "s", min: 0.02, max: 0.1, description: "Period of the control loop." }
};
function driveNode(geometry) {
  return {
    name: "drive",
    parameters: driveParameters,
    latency_s: 2e-3,
    start(node) {
      const driver = new Driver(geometry);
      const cmdVel = node.publisher(geometry_msgs_exports.Twist, "cmd_vel", qos.reliable);
      let active;
      let ticks = 0;
      node.subscribe(homebound_interfaces_exports.Safety, "safety", qos.sensorIn, (m) => driver.addSafety(safetyRecord(m)));
      node.subscribe(
        homebound_interfaces_exports.DockSensor,
        "dock_sensor",
        qos.sensorIn,
        (m) => driver.addDock(dockRecord(m))
      );
      node.subscribe(sensor_msgs_exports.LaserScan, "scan", qos.sensorIn, (m) => driver.addScan(scanRecord(m)));
      node.subscribe(
        nav_msgs_exports.Odometry,
        "odom",
        qos.sensorIn,
        (m) => driver.addOdometry(
          fromStamp(m.header.stamp),
          poseFromMessage(m.pose.pose),
          m.twist.twist.linear.x,
          m.twist.twist.angular.z
        )
      );
      node.subscribe(tf2_msgs_exports.TFMessage, "tf", qos.tf, (m) => {
        for (const t of m.transforms) if (t.child_frame_id === "odom") driver.setMapToOdom(transformFromMessage(t).T);
      });
      const stop = () => {
        driver.cancel();
        active = void 0;
      };
      node.actionServer(homebound_interfaces_exports.Drive, "drive", {
        accept: (goal) => refusal(goal) ?? true,
        execute(handle) {
          active?.abort({ outcome: "cancelled", reason: "A newer task took over." });
          active = handle;
          driver.start(taskOf(handle.goal, geometry));
        },
        cancel(handle) {
          if (handle !== active) return;
          stop();
          handle.canceled({ outcome: "cancelled", reason: "Cancelled." });
        }
      });
      node.timer(node.parameters.control_period, () => {
        const { command, state, progress_m, remaining_m, result } = driver.step(node.now_s());
        cmdVel.publish({ linear: { x: command.v_mps, y: 0, z: 0 }, angular: { x: 0, y: 0, z: command.w_radps } });
        if (active === void 0) return;
        if (result === void 0) {
          if (++ticks % 10 === 0) active.feedback({ progress: progress_m, remaining: remaining_m, state });
          return;
        }
        const ended2 = active;
        active = void 0;
        const { outcome, reason, blockedAt_map } = result;
        const answer = {
          outcome,
          reason,
          blocked_x: blockedAt_map?.x ?? Number.NaN,
          blocked_y: blockedAt_map?.y ?? Number.NaN
        };
        if (outcome === "arrived" || outcome === "docked") ended2.succeed(answer);
        else ended2.abort(answer);
      });
      return stop;
    }
  };
}
function refusal(goal) {
  if (!modes.includes(goal.mode))
    return `Unknown mode ${goal.mode}; known are ${modes.join(", ")}.`;
  if (goal.path.length % 2 !== 0 || goal.path.some((v) => !Number.isFinite(v)))
    return "The path must be pairs of finite numbers.";
  if (goal.mode === "follow" && goal.path.length < 2) return "A path to follow needs at least one way-point.";
  if (goal.mode === "rotate" && !Number.isFinite(goal.yaw)) return "The heading to turn to must be finite.";
  return void 0;
}
var modes = ["follow", "rotate", "wall", "back", "dock", "undock"];
function taskOf(goal, geometry) {
  return {
    mode: goal.mode,
    path_map: goal.path,
    yaw_rad: goal.yaw,
    distance_m: goal.distance,
    maxSpeed_mps: goal.max_speed > 0 ? goal.max_speed : geometry.maxSpeed_mps
  };
}

// packages/nodes/src/mapPublisher.ts
function changedRect(a2, b2) {
  const { width, height } = a2;
  let x0 = width;
  let x1 = -1;
  let y0 = -1;
  let y1 = -1;
  for (let iy = 0; iy < height; iy++) {
    const row = iy * width;
    let first2 = 0;
    while (first2 < width && a2.data[row + first2] === b2.data[row + first2]) first2++;
    if (first2 === width) continue;
    let last = width - 1;
    while (a2.data[row + last] === b2.data[row + last]) last--;
    if (y0 < 0) y0 = iy;
    y1 = iy;
    if (first2 < x0) x0 = first2;
    if (last > x1) x1 = last;
  }
  return y0 < 0 ? void 0 : { x0, y0, width: x1 - x0 + 1, height: y1 - y0 + 1 };
}
function sameFrame(a2, b2) {
  return a2.width === b2.width && a2.height === b2.height && a2.resolution_m === b2.resolution_m && a2.originX_m === b2.originX_m && a2.originY_m === b2.originY_m;
}
var MapPublisher = class {
  #whole;
  #update;
  #last;
  #sinceWhole = 0;
  constructor(whole, update) {
    this.#whole = whole;
    this.#update = update;
  }
  /** The grid must not be changed by the caller afterwards. */
  publish(stamp_s, grid) {
    const last = this.#last;
    this.#last = grid;
    if (last === void 0 || !sameFrame(last, grid) || ++this.#sinceWhole >= UPDATES_PER_WHOLE) {
      this.#sinceWhole = 0;
      this.#whole.publish(gridToMessage(stamp_s, grid));
      return;
    }
    const rect = changedRect(last, grid);
    if (rect === void 0) return;
    const data = new Int8Array(rect.width * rect.height);
    for (let iy = 0; iy < rect.height; iy++) {
      const from = (rect.y0 + iy) * grid.width + rect.x0;
      data.set(grid.data.subarray(from, from + rect.width), iy * rect.width);
    }
    this.#update.publish({
      header: header(stamp_s, "map"),
      x: rect.x0,
      y: rect.y0,
      width: rect.width,
      height: rect.height,
      data
    });
  }
};
var UPDATES_PER_WHOLE = 30;
function gridToMessage(stamp_s, grid) {
  return {
    header: header(stamp_s, "map"),
    info: {
      map_load_time: toStamp(stamp_s),
      resolution: grid.resolution_m,
      width: grid.width,
      height: grid.height,
      origin: { position: { x: grid.originX_m, y: grid.originY_m, z: 0 }, orientation: { x: 0, y: 0, z: 0, w: 1 } }
    },
    data: grid.data
  };
}
var MapAssembler = class {
  #grid;
  #stamp_s = 0;
  get grid() {
    return this.#grid;
  }
  get stamp_s() {
    return this.#stamp_s;
  }
  addWhole(m) {
    const { info } = m;
    this.#stamp_s = fromStamp(m.header.stamp);
    this.#grid = {
      width: info.width,
      height: info.height,
      // float32 on the wire: 0.05 comes back as 0.05000000074505806
      resolution_m: Math.round(info.resolution * 1e6) / 1e6,
      originX_m: info.origin.position.x,
      originY_m: info.origin.position.y,
      data: m.data.slice()
    };
  }
  /** An update that lies outside the grid, or comes before it, is refused with false: the next whole map mends it. */
  addUpdate(m) {
    const grid = this.#grid;
    if (grid === void 0 || m.x < 0 || m.y < 0 || m.x + m.width > grid.width || m.y + m.height > grid.height)
      return false;
    if (m.data.length !== m.width * m.height) return false;
    this.#stamp_s = fromStamp(m.header.stamp);
    for (let iy = 0; iy < m.height; iy++)
      grid.data.set(m.data.subarray(iy * m.width, (iy + 1) * m.width), (m.y + iy) * grid.width + m.x);
    return true;
  }
};

// packages/mission/src/mission.ts
var initialState = {
  phase: "idle",
  reason: "Ready. Press start to clean.",
  reasonCode: "none",
  work: "none",
  goto_map: { x: 0, y: 0 },
  docked: false,
  charge: Number.NaN,
  driveId: 0,
  driving: false,
  turnsLeft: 0,
  dockAttempts: 0,
  troubles: 0,
  resumeWhenCharged: false,
  outcome: ""
};
var defaultMissionOptions = {
  lowCharge: 0.15,
  resumeCharge: 0.8,
  maxDockAttempts: 3,
  maxTroubles: 12
};
var noPath = new Float64Array(0);
var LOOK_AROUND_TURNS = 3;
function advance(state, event, options = defaultMissionOptions) {
  switch (event.type) {
    case "user":
      return onUser(state, event.command, event.x, event.y);
    case "driveEnded":
      return event.driveId === state.driveId && state.driving ? onDriveEnded({ ...state, driving: false }, event.outcome, event.reason, options) : { state, commands: [] };
    case "planned":
      return onPlanned(state, event.leg);
    case "dock":
      return { state: { ...state, docked: event.docked }, commands: [] };
    case "battery":
      return onBattery({ ...state, charge: event.charge }, options);
  }
}
function mayCommand(state, command) {
  const busy = isBusy(state);
  switch (command) {
    case "start":
      return busy ? `The robot is already ${state.phase}.` : true;
    case "pause":
      return busy ? true : "There is nothing to pause: the robot is not on a job.";
    case "resume":
      return state.phase === "paused" ? true : "There is nothing to resume: the job is not paused.";
    case "stop":
      return busy || state.phase === "paused" || state.resumeWhenCharged ? true : "The robot already stands still.";
    case "dock":
      if (state.docked) return "The robot is already on its dock.";
      return state.phase === "returning" || state.phase === "docking" ? "The robot is already on its way." : true;
    case "goto":
      return state.phase === "stuck" ? "The robot is stuck: free it, then press start." : true;
    case "reset":
      return true;
  }
}
function isBusy(state) {
  return ["undocking", "mapping", "cleaning", "travelling", "returning", "docking"].includes(state.phase);
}
function onUser(state, command, x, y) {
  if (mayCommand(state, command) !== true) return { state, commands: [] };
  switch (command) {
    case "start":
      if (state.phase === "paused") return resume(state);
      return setOut({ ...initialState, docked: state.docked, charge: state.charge, driveId: state.driveId }, "clean");
    case "pause":
      return halt({ ...state, phase: "paused", reason: "Paused by you.", reasonCode: "user" });
    case "resume":
      return resume(state);
    case "stop":
      return halt({
        ...state,
        phase: "stopped",
        reason: "Stopped by you.",
        reasonCode: "user",
        work: "none",
        resumeWhenCharged: false
      });
    case "dock":
      return goHome({ ...state, dockAttempts: 0, resumeWhenCharged: false }, "You sent the robot home.", "user");
    case "goto": {
      const next = { ...state, goto_map: { x, y }, troubles: 0, resumeWhenCharged: false };
      return setOut(next, "goto");
    }
    case "reset": {
      const fresh = { ...initialState, docked: state.docked, charge: state.charge, driveId: state.driveId };
      return { state: fresh, commands: [{ do: "cancelDrive" }, { do: "motors", on: false }, { do: "reset" }] };
    }
  }
}
function setOut(state, work) {
  const next = { ...state, work, troubles: 0, dockAttempts: 0, outcome: "", turnsLeft: LOOK_AROUND_TURNS };
  if (next.docked)
    return drive(next, "undocking", "Leaving the dock.", { mode: "undock", path_map: noPath, yaw_rad: 0 });
  return work === "clean" ? lookAround(next, 0) : plan(next, "goto");
}
function resume(state) {
  if (state.docked) return setOut(state, state.work === "goto" ? "goto" : "clean");
  return plan({ ...state, troubles: 0 }, state.work === "none" ? "home" : state.work);
}
function onDriveEnded(state, outcome, reason, options) {
  if (outcome === "wheel_drop")
    return halt({ ...state, phase: "stuck", reason: `A wheel hangs in the air: ${reason}`, reasonCode: "wheel_drop" });
  if (outcome === "lost") return halt({ ...state, phase: "stuck", reason, reasonCode: "lost" });
  if (outcome === "docked") return arriveHome(state);
  if (state.phase === "docking") return dockFailed(state, reason, options);
  if (state.phase === "undocking" || state.phase === "mapping") {
    if (state.work === "clean" && state.turnsLeft > 0 && outcome === "arrived")
      return lookAround(state, state.phase === "mapping" ? 1 : 0);
    return plan(state, state.work === "none" ? "home" : state.work);
  }
  if (outcome === "arrived") {
    if (state.work === "home")
      return drive(state, "docking", "Driving onto the dock.", { mode: "dock", path_map: noPath, yaw_rad: 0 });
    if (state.work === "goto")
      return halt({
        ...state,
        phase: "stopped",
        reason: "Arrived where you sent it.",
        reasonCode: "done",
        work: "none"
      });
    return plan({ ...state, troubles: 0 }, "clean");
  }
  const troubles = state.troubles + 1;
  if (troubles > options.maxTroubles)
    return halt({
      ...state,
      phase: "stuck",
      reason: `The robot needs help: ${reason}`,
      reasonCode: outcome === "cliff" ? "cliff" : "stuck",
      troubles
    });
  return plan({ ...state, troubles }, state.work === "none" ? "home" : state.work);
}
function onPlanned(state, leg) {
  if (!isBusy(state) || state.driving) return { state, commands: [] };
  if (leg.kind === "path") {
    const order = { mode: "follow", path_map: leg.path_map, yaw_rad: 0 };
    if (state.work === "home") return drive(state, "returning", state.reason, order);
    if (state.work === "goto") return drive(state, "travelling", "Driving to the point you chose.", order);
    return drive(state, leg.cleaning ? "cleaning" : "travelling", leg.reason, order, leg.cleaning);
  }
  if (state.work === "clean") return goHome({ ...state, outcome: leg.reason }, leg.reason, "done");
  const phase = state.work === "home" ? "stuck" : "stopped";
  return halt({ ...state, phase, reason: leg.reason, reasonCode: "unreachable", work: "none" });
}
function onBattery(state, options) {
  const cleaning = state.work === "clean" && isBusy(state);
  if (cleaning && !state.docked && state.charge < options.lowCharge) {
    const percent = Math.round(state.charge * 100);
    return goHome({ ...state, resumeWhenCharged: true }, `Battery at ${percent} %: going home to charge.`, "battery");
  }
  if (state.phase === "charging" && state.resumeWhenCharged && state.charge >= options.resumeCharge)
    return setOut({ ...state, resumeWhenCharged: false }, "clean");
  return { state, commands: [] };
}
function lookAround(state, done) {
  const turnsLeft = state.turnsLeft - done;
  if (turnsLeft <= 0) return plan({ ...state, turnsLeft: 0 }, "clean");
  return drive({ ...state, turnsLeft }, "mapping", "Looking around.", {
    mode: "rotate",
    path_map: noPath,
    yaw_rad: Number.NaN
  });
}
function goHome(state, reason, reasonCode) {
  const next = {
    ...state,
    phase: "returning",
    work: "home",
    reason,
    reasonCode,
    troubles: 0,
    driving: false
  };
  return {
    state: next,
    commands: [{ do: "cancelDrive" }, { do: "motors", on: false }, { do: "plan", work: "home" }]
  };
}
function arriveHome(state) {
  if (state.resumeWhenCharged)
    return halt({
      ...state,
      phase: "charging",
      reason: "Charging, then the job goes on.",
      reasonCode: "battery",
      docked: true
    });
  const byUser = state.reasonCode === "user";
  return halt({
    ...state,
    phase: byUser ? "charging" : "finished",
    reason: byUser ? "Home and charging." : state.outcome || "Done.",
    reasonCode: byUser ? "user" : "done",
    work: "none",
    docked: true
  });
}
function dockFailed(state, reason, options) {
  const dockAttempts = state.dockAttempts + 1;
  if (dockAttempts >= options.maxDockAttempts)
    return halt({
      ...state,
      phase: "stuck",
      reason: `Could not get onto the dock: ${reason}`,
      reasonCode: "dock_not_found",
      dockAttempts
    });
  return plan({ ...state, dockAttempts, phase: "returning" }, "home");
}
function plan(state, work) {
  const phase = isBusy(state) ? state.phase : work === "home" ? "returning" : "travelling";
  return { state: { ...state, phase, work, driving: false }, commands: [{ do: "plan", work }] };
}
function drive(state, phase, reason, order, motorsOn = false) {
  const driveId = state.driveId + 1;
  const keepsReason = phase === "returning" || phase === "docking";
  const next = {
    ...state,
    phase,
    reason,
    reasonCode: keepsReason ? state.reasonCode : "none",
    driveId,
    driving: true
  };
  return {
    state: next,
    commands: [
      { do: "motors", on: motorsOn },
      { do: "drive", driveId, order }
    ]
  };
}
function halt(state) {
  return { state: { ...state, driving: false }, commands: [{ do: "cancelDrive" }, { do: "motors", on: false }] };
}

// packages/grid/src/asNdarray.ts
var import_ndarray = __toESM(require_ndarray(), 1);

// packages/grid/src/components.ts
function connectedComponents(mask, width, height, connectivity = 4) {
  if (mask.length !== width * height)
    throw new RangeError(`Cannot label mask: ${width} x ${height} cells wanted, got ${mask.length}`);
  const labels = new Int32Array(mask.length);
  let parent = new Int32Array(256);
  let count = 1;
  const join = (a2, b2) => {
    let rootA = a2;
    while (parent[rootA] !== rootA) rootA = parent[rootA];
    let rootB = b2;
    while (parent[rootB] !== rootB) rootB = parent[rootB];
    const root = Math.min(rootA, rootB);
    parent[rootA] = root;
    parent[rootB] = root;
    parent[a2] = root;
    parent[b2] = root;
    return root;
  };
  for (let iy = 0, i = 0; iy < height; iy++)
    for (let ix = 0; ix < width; ix++, i++) {
      const value = mask[i];
      if (value === 0) continue;
      let label = ix > 0 && mask[i - 1] === value ? labels[i - 1] : 0;
      if (iy > 0) {
        const below = i - width;
        if (mask[below] === value)
          label = label === 0 || label === labels[below] ? labels[below] : join(label, labels[below]);
        else if (connectivity === 8) {
          if (ix > 0 && mask[below - 1] === value)
            label = label === 0 || label === labels[below - 1] ? labels[below - 1] : join(label, labels[below - 1]);
          if (ix + 1 < width && mask[below + 1] === value)
            label = label === 0 || label === labels[below + 1] ? labels[below + 1] : join(label, labels[below + 1]);
        }
      }
      if (label === 0) {
        if (count === parent.length) {
          const larger = new Int32Array(2 * parent.length);
          larger.set(parent);
          parent = larger;
        }
        label = count++;
        parent[label] = label;
      }
      labels[i] = label;
    }
  return settle(labels, parent, count);
}
function settle(labels, parent, count) {
  let last = 0;
  const final = new Int32Array(count);
  for (let k = 1; k < count; k++) {
    let root = k;
    while (parent[root] !== root) root = parent[root];
    final[k] = root === k ? ++last : final[root];
  }
  const sizes = new Int32Array(last + 1);
  for (let i = 0; i < labels.length; i++) {
    const label = final[labels[i]];
    labels[i] = label;
    sizes[label]++;
  }
  return { labels, sizes };
}

// packages/grid/src/gridFrame.ts
function cellX(frame, x) {
  return Math.floor((x - frame.originX_m) / frame.resolution_m);
}
function cellY(frame, y) {
  return Math.floor((y - frame.originY_m) / frame.resolution_m);
}
function centreX(frame, ix) {
  return frame.originX_m + (ix + 0.5) * frame.resolution_m;
}
function centreY(frame, iy) {
  return frame.originY_m + (iy + 0.5) * frame.resolution_m;
}

// packages/grid/src/contours.ts
function contours(field, frame, level) {
  const next = linkEdges(field, frame, level);
  const hasPrevious = new Uint8Array(next.length);
  for (let i = 0; i < next.length; i++) if (next[i] >= 0) hasPrevious[next[i]] = 1;
  const lines = [];
  for (const closed of [false, true])
    for (let edge = 0; edge < next.length; edge++)
      if (next[edge] >= 0 && (closed || hasPrevious[edge] === 0))
        lines.push({ points: follow(field, frame, level, next, edge), closed });
  return lines;
}
function linkEdges(field, frame, level) {
  const { width, height } = frame;
  const next = new Int32Array(2 * width * height).fill(-1);
  for (let iy = 0; iy + 1 < height; iy++)
    for (let ix = 0; ix + 1 < width; ix++) {
      const c = iy * width + ix;
      const a2 = field[c] >= level;
      const b2 = field[c + 1] >= level;
      const d = field[c + width + 1] >= level;
      const e = field[c + width] >= level;
      if (a2 === b2 && b2 === d && d === e) continue;
      const bottom = 2 * c;
      const right = 2 * (c + 1) + 1;
      const top = 2 * (c + width);
      const left = 2 * c + 1;
      if (a2 === d && b2 === e) {
        const isMiddleHigh = field[c] + field[c + 1] + field[c + width] + field[c + width + 1] >= 4 * level;
        if (a2) {
          next[bottom] = isMiddleHigh ? right : left;
          next[top] = isMiddleHigh ? left : right;
        } else {
          next[left] = isMiddleHigh ? bottom : top;
          next[right] = isMiddleHigh ? top : bottom;
        }
        continue;
      }
      const from = a2 && !b2 ? bottom : b2 && !d ? right : d && !e ? top : left;
      next[from] = !a2 && b2 ? bottom : !b2 && d ? right : !d && e ? top : left;
    }
  return next;
}
function follow(field, frame, level, next, first2) {
  const points = [];
  let edge = first2;
  do {
    const cell = edge >> 1;
    const isUp = (edge & 1) === 1;
    const ix = cell % frame.width;
    const iy = (cell - ix) / frame.width;
    const here = field[cell];
    const there = field[isUp ? cell + frame.width : cell + 1];
    const t = (level - here) / (there - here);
    points.push(centreX(frame, ix) + (isUp ? 0 : t * frame.resolution_m));
    points.push(centreY(frame, iy) + (isUp ? t * frame.resolution_m : 0));
    const after = next[edge];
    next[edge] = -1;
    edge = after;
  } while (edge >= 0 && edge !== first2);
  return Float64Array.from(points);
}

// packages/grid/src/distanceTransform.ts
var FAR = 1e12;
function createEnvelope(capacity) {
  return {
    seedX: new Float64Array(capacity),
    seedValue: new Float64Array(capacity),
    from: new Float64Array(capacity + 1)
  };
}
function addParabola(envelope2, count, x, value) {
  const { seedX, seedValue, from } = envelope2;
  let n = count;
  let start = Number.NEGATIVE_INFINITY;
  while (n > 0) {
    const px = seedX[n - 1];
    start = (value + x * x - seedValue[n - 1] - px * px) / (2 * (x - px));
    if (start > from[n - 1]) break;
    n--;
    start = Number.NEGATIVE_INFINITY;
  }
  seedX[n] = x;
  seedValue[n] = value;
  from[n] = start;
  return n + 1;
}
function columnDistances(out2, mask, width, height) {
  for (let i = 0; i < width; i++) out2[i] = mask[i] !== 0 ? 0 : FAR;
  for (let i = width; i < width * height; i++) out2[i] = mask[i] !== 0 ? 0 : out2[i - width] + 1;
  for (let i = width * (height - 1) - 1; i >= 0; i--) {
    const fromAbove = out2[i + width] + 1;
    if (fromAbove < out2[i]) out2[i] = fromAbove;
  }
}
function checkMask(mask, width, height) {
  if (mask.length !== width * height)
    throw new RangeError(`Cannot transform mask: ${width} x ${height} cells wanted, got ${mask.length}`);
}
function squaredDistance(mask, width, height) {
  checkMask(mask, width, height);
  const out2 = new Float64Array(width * height);
  columnDistances(out2, mask, width, height);
  const envelope2 = createEnvelope(width);
  for (let row = 0; row < out2.length; row += width) {
    let n = 0;
    for (let ix = 0; ix < width; ix++) {
      const g2 = out2[row + ix];
      if (g2 < FAR) n = addParabola(envelope2, n, ix, g2 * g2);
    }
    const { seedX, seedValue, from } = envelope2;
    for (let ix = 0, k = 0; ix < width; ix++) {
      while (k + 1 < n && from[k + 1] < ix) k++;
      out2[row + ix] = n === 0 ? FAR : (ix - seedX[k]) * (ix - seedX[k]) + seedValue[k];
    }
  }
  return out2;
}
function distanceToCells(mask, width, height) {
  checkMask(mask, width, height);
  const columns = new Float64Array(width * height);
  columnDistances(columns, mask, width, height);
  for (let i = 0; i < columns.length; i++) {
    const g2 = columns[i];
    columns[i] = g2 === 0 ? 0 : g2 >= FAR ? FAR : (g2 - 0.5) * (g2 - 0.5);
  }
  const out2 = new Float32Array(width * height);
  const envelope2 = createEnvelope(width + 1);
  for (let row = 0; row < out2.length; row += width) {
    let n = 0;
    for (let j = 0; j <= width; j++) {
      const left = j > 0 ? columns[row + j - 1] : FAR;
      const right = j < width ? columns[row + j] : FAR;
      const value = Math.min(left, right);
      if (value < FAR) n = addParabola(envelope2, n, j - 0.5, value);
    }
    const { seedX, seedValue, from } = envelope2;
    for (let ix = 0, k = 0; ix < width; ix++) {
      while (k + 1 < n && from[k + 1] < ix) k++;
      const fromEdges = n === 0 ? FAR : (ix - seedX[k]) * (ix - seedX[k]) + seedValue[k];
      const own = columns[row + ix];
      out2[row + ix] = Math.sqrt(Math.min(own, fromEdges));
    }
  }
  return out2;
}

// packages/grid/src/interpolate.ts
function valueAt(field, frame, x, y) {
  const u = (x - frame.originX_m) / frame.resolution_m - 0.5;
  const v = (y - frame.originY_m) / frame.resolution_m - 0.5;
  const { width, height } = frame;
  if (!(u >= 0 && v >= 0 && u <= width - 1 && v <= height - 1)) return 0;
  const ix = Math.min(Math.floor(u), Math.max(0, width - 2));
  const iy = Math.min(Math.floor(v), Math.max(0, height - 2));
  const tx = u - ix;
  const ty = v - iy;
  const i = iy * width + ix;
  const right = ix + 1 < width ? 1 : 0;
  const up = iy + 1 < height ? width : 0;
  const low = field[i] + tx * (field[i + right] - field[i]);
  const high = field[i + up] + tx * (field[i + up + right] - field[i + up]);
  return low + ty * (high - low);
}

// packages/grid/src/morphology.ts
var MAX_STAMP_CELLS = 10;
function dilate(mask, width, height, radius_cells) {
  const limit = radius_cells * radius_cells;
  if (radius_cells <= MAX_STAMP_CELLS) return stampDiscs(mask, width, height, radius_cells);
  const d2 = squaredDistance(mask, width, height);
  const out2 = new Uint8Array(mask.length);
  for (let i = 0; i < out2.length; i++) out2[i] = d2[i] <= limit ? 1 : 0;
  return out2;
}
function stampDiscs(mask, width, height, radius_cells) {
  const reach = Math.floor(radius_cells);
  const halfWidth = new Int32Array(2 * reach + 1);
  for (let dy = -reach; dy <= reach; dy++)
    halfWidth[dy + reach] = Math.floor(Math.sqrt(radius_cells * radius_cells - dy * dy) + 1e-9);
  const out2 = new Uint8Array(mask.length);
  for (let iy = 0, i = 0; iy < height; iy++)
    for (let ix = 0; ix < width; ix++, i++) {
      if (mask[i] === 0) continue;
      out2[i] = 1;
      const isInside = (ix === 0 || mask[i - 1] !== 0) && (ix === width - 1 || mask[i + 1] !== 0) && (iy === 0 || mask[i - width] !== 0) && (iy === height - 1 || mask[i + width] !== 0);
      if (isInside) continue;
      for (let jy = Math.max(0, iy - reach); jy <= Math.min(height - 1, iy + reach); jy++) {
        const half = halfWidth[jy - iy + reach];
        const row = jy * width;
        out2.fill(1, row + Math.max(0, ix - half), row + Math.min(width - 1, ix + half) + 1);
      }
    }
  return out2;
}

// packages/grid/src/resample.ts
function grownFrame(frame, minX_m, minY_m, maxX_m, maxY_m, spare_cells = 0) {
  const { width, height, resolution_m, originX_m, originY_m } = frame;
  const left = Math.max(0, -Math.floor((minX_m - originX_m) / resolution_m));
  const down = Math.max(0, -Math.floor((minY_m - originY_m) / resolution_m));
  const right = Math.max(0, Math.floor((maxX_m - originX_m) / resolution_m) + 1 - width);
  const up = Math.max(0, Math.floor((maxY_m - originY_m) / resolution_m) + 1 - height);
  const pad = (cells) => cells > 0 ? cells + spare_cells : 0;
  return {
    width: width + pad(left) + pad(right),
    height: height + pad(down) + pad(up),
    resolution_m,
    originX_m: originX_m - pad(left) * resolution_m,
    originY_m: originY_m - pad(down) * resolution_m
  };
}
function moveMask(mask, from, to) {
  const out2 = new Uint8Array(to.width * to.height);
  const scale = to.resolution_m / from.resolution_m;
  const offsetX = (to.originX_m - from.originX_m) / from.resolution_m;
  const offsetY = (to.originY_m - from.originY_m) / from.resolution_m;
  for (let iy = 0; iy < to.height; iy++) {
    const sy = Math.floor(offsetY + (iy + 0.5) * scale);
    if (sy < 0 || sy >= from.height) continue;
    for (let ix = 0; ix < to.width; ix++) {
      const sx = Math.floor(offsetX + (ix + 0.5) * scale);
      if (sx >= 0 && sx < from.width) out2[iy * to.width + ix] = mask[sy * from.width + sx];
    }
  }
  return out2;
}

// packages/robot/src/geometry.ts
var defaultGeometry = {
  bodyRadius_m: 0.17,
  bodyHeight_m: 0.095,
  wheelBase_m: 0.233,
  wheelRadius_m: 0.03575,
  maxSpeed_mps: 0.3,
  maxYawRate_radps: 1.9,
  maxAcceleration_mps2: 0.9,
  maxYawAcceleration_radps2: 7.7,
  mainBrush: { width_m: 0.2, x_m: 0.03 },
  // Hub front right; the bristle tips reach 10 mm past the body's edge: 0.155 + 0.025 = 0.17 + 0.01.
  sideBrush: { x_m: 0.09, y_m: -0.09, radius_m: 0.0527 },
  lidar: { x_m: 0, y_m: 0, z_m: 0.09, yaw_rad: 0 },
  cliffs: {
    sideLeft: { x_m: 0.06, y_m: 0.145 },
    frontLeft: { x_m: 0.16, y_m: 0.045 },
    frontRight: { x_m: 0.16, y_m: -0.045 },
    sideRight: { x_m: 0.06, y_m: -0.145 }
  },
  wallSensor: { x_m: 0.04, y_m: -0.165, yaw_rad: -Math.PI / 2, range_m: 0.2 },
  maxClimb_m: 0.02
};

// packages/plan/src/coverageTracker.ts
var MIN_STEP_M = 0.01;
var MIN_TURN_RAD = 0.05;
var MAX_STEP_M = 0.25;
var MAX_TURN_RAD = 0.7;
var CoverageTracker = class {
  #halfWidth;
  #brushX;
  #frame;
  #mask;
  #sweptCells = 0;
  #last;
  /** The brush's ends at the last and at the new pose: x0 y0 x1 y1 x2 y2 x3 y3. */
  #quad = new Float64Array(8);
  constructor(options = {}) {
    const {
      brushWidth_m = defaultGeometry.mainBrush.width_m,
      brushX_m = defaultGeometry.mainBrush.x_m,
      resolution_m = 0.025
    } = options;
    if (!(brushWidth_m > 0) || !(resolution_m > 0))
      throw new RangeError(
        `Cannot track coverage: brushWidth_m and resolution_m must be > 0, got ${brushWidth_m} and ${resolution_m}`
      );
    this.#halfWidth = brushWidth_m / 2;
    this.#brushX = brushX_m;
    const half = Math.ceil(2 / resolution_m);
    this.#frame = {
      width: 2 * half,
      height: 2 * half,
      resolution_m,
      originX_m: -half * resolution_m,
      originY_m: -half * resolution_m
    };
    this.#mask = new Uint8Array(4 * half * half);
  }
  /** Floor swept so far, each spot counted once, m². */
  get sweptArea_m2() {
    return this.#sweptCells * this.#frame.resolution_m * this.#frame.resolution_m;
  }
  /** Adds the next pose of base_link in the map frame with the brush on. Call at any rate; about 1 µs when nothing moved. */
  add(T_map_base) {
    const last = this.#last;
    if (last === void 0) {
      this.#placeBrush(T_map_base, 4);
      this.#last = T_map_base;
      return;
    }
    const dx = T_map_base.x - last.x;
    const dy = T_map_base.y - last.y;
    const step2 = dx * dx + dy * dy;
    const turn2 = Math.abs(angleDiff(T_map_base.theta, last.theta));
    if (step2 < MIN_STEP_M * MIN_STEP_M && turn2 < MIN_TURN_RAD) return;
    this.#quad.copyWithin(0, 4);
    this.#placeBrush(T_map_base, 4);
    this.#last = T_map_base;
    if (step2 < MAX_STEP_M * MAX_STEP_M && turn2 < MAX_TURN_RAD) this.#stampQuad();
  }
  /** The brush is off, or the robot was carried: the next pose starts a new stroke. */
  lift() {
    this.#last = void 0;
  }
  /** Forgets everything that was swept. */
  clear() {
    this.#mask.fill(0);
    this.#sweptCells = 0;
    this.#last = void 0;
  }
  /** The swept floor in another frame: a cell counts when at least half of the tracker's cells in it were swept. A copy. */
  maskIn(frame) {
    const ratio = frame.resolution_m / this.#frame.resolution_m;
    if (ratio < 1.5) return moveMask(this.#mask, this.#frame, frame);
    const own = this.#frame;
    const swept = new Uint8Array(frame.width * frame.height);
    const samples = Math.round(ratio);
    for (let iy = 0; iy < own.height; iy++) {
      const ty = Math.floor((own.originY_m + (iy + 0.5) * own.resolution_m - frame.originY_m) / frame.resolution_m);
      if (ty < 0 || ty >= frame.height) continue;
      for (let ix = 0; ix < own.width; ix++) {
        if (this.#mask[iy * own.width + ix] === 0) continue;
        const tx = Math.floor((own.originX_m + (ix + 0.5) * own.resolution_m - frame.originX_m) / frame.resolution_m);
        if (tx >= 0 && tx < frame.width) swept[ty * frame.width + tx]++;
      }
    }
    const enough = samples * samples / 2;
    for (let i = 0; i < swept.length; i++) swept[i] = swept[i] >= enough ? 1 : 0;
    return swept;
  }
  /** Share of the cleanable floor that is swept, in [0, 1]; 1 when there is nothing to clean. */
  coveredShare(space) {
    const swept = this.maskIn(space);
    let cleanable = 0;
    let covered = 0;
    for (let i = 0; i < swept.length; i++) {
      cleanable += space.cleanable[i];
      covered += space.cleanable[i] & swept[i];
    }
    return cleanable === 0 ? 1 : covered / cleanable;
  }
  #placeBrush(T_map_base, at) {
    const c = cos(T_map_base.theta);
    const s = sin(T_map_base.theta);
    const x = T_map_base.x + c * this.#brushX;
    const y = T_map_base.y + s * this.#brushX;
    this.#quad[at] = x - s * this.#halfWidth;
    this.#quad[at + 1] = y + c * this.#halfWidth;
    this.#quad[at + 2] = x + s * this.#halfWidth;
    this.#quad[at + 3] = y - c * this.#halfWidth;
  }
  /** Marks the cells whose centre lies in the convex hull of the four brush ends, row by row. */
  #stampQuad() {
    const q = this.#quad;
    const minX = Math.min(q[0], q[2], q[4], q[6]);
    const maxX = Math.max(q[0], q[2], q[4], q[6]);
    const minY = Math.min(q[1], q[3], q[5], q[7]);
    const maxY = Math.max(q[1], q[3], q[5], q[7]);
    this.#hold(minX, minY, maxX, maxY);
    const { width, resolution_m, originX_m, originY_m } = this.#frame;
    const firstRow = Math.ceil((minY - originY_m) / resolution_m - 0.5);
    const lastRow = Math.floor((maxY - originY_m) / resolution_m - 0.5);
    for (let iy = firstRow; iy <= lastRow; iy++) {
      const y = originY_m + (iy + 0.5) * resolution_m;
      let left = Number.POSITIVE_INFINITY;
      let right = Number.NEGATIVE_INFINITY;
      for (let a2 = 0; a2 < 6; a2 += 2)
        for (let b2 = a2 + 2; b2 < 8; b2 += 2) {
          const ya = q[a2 + 1];
          const yb = q[b2 + 1];
          if (ya > y === yb > y) continue;
          const x = q[a2] + (y - ya) / (yb - ya) * (q[b2] - q[a2]);
          if (x < left) left = x;
          if (x > right) right = x;
        }
      const first2 = Math.ceil((left - originX_m) / resolution_m - 0.5);
      const last = Math.floor((right - originX_m) / resolution_m - 0.5);
      for (let i = iy * width + first2; i <= iy * width + last; i++) {
        this.#sweptCells += 1 - this.#mask[i];
        this.#mask[i] = 1;
      }
    }
  }
  #hold(minX, minY, maxX, maxY) {
    const { width, height, resolution_m, originX_m, originY_m } = this.#frame;
    if (minX > originX_m && minY > originY_m && maxX < originX_m + width * resolution_m && maxY < originY_m + height * resolution_m)
      return;
    const grown = grownFrame(this.#frame, minX, minY, maxX, maxY, Math.ceil(2 / resolution_m));
    this.#mask = moveMask(this.#mask, this.#frame, grown);
    this.#frame = grown;
  }
};

// packages/plan/src/freeSpace.ts
var FREE_BELOW = 50;
var COMFORT_M = 0.15;
var MAX_ESCAPE_M = 0.6;
var MIN_COMPONENT_M2 = 0.15;
function freeSpace(map, options = {}) {
  const {
    robotRadius_m = defaultGeometry.bodyRadius_m,
    margin_m = 0.01,
    brushWidth_m = defaultGeometry.mainBrush.width_m,
    keepOut,
    maxSpeck_cells = 4,
    from
  } = options;
  const { width, height, resolution_m, originX_m, originY_m } = map;
  if (map.data.length !== width * height)
    throw new RangeError(`Cannot read map: ${width} x ${height} cells wanted, got ${map.data.length}`);
  if (keepOut && keepOut.length !== width * height)
    throw new RangeError(`Cannot apply keepOut: ${width} x ${height} cells wanted, got ${keepOut.length}`);
  if (!(robotRadius_m > 0) || !(margin_m >= 0) || !(brushWidth_m > 0))
    throw new RangeError(
      `Cannot find free space: robotRadius_m, margin_m and brushWidth_m must be positive, got ${robotRadius_m}, ${margin_m}, ${brushWidth_m}`
    );
  const bodyClearance_m = robotRadius_m + margin_m;
  const isFree = knownFree(map, maxSpeck_cells);
  if (keepOut) {
    for (let i = 0; i < isFree.length; i++) if (keepOut[i] !== 0) isFree[i] = 0;
  }
  const frame = { width, height, resolution_m, originX_m, originY_m };
  const clearance_m = clearanceOf(isFree, frame);
  const roomy = new Uint8Array(isFree.length);
  for (let i = 0; i < roomy.length; i++) roomy[i] = clearance_m[i] >= bodyClearance_m ? 1 : 0;
  const standable = connectedTo(roomy, frame, from);
  const cleanable = dilate(standable, width, height, brushWidth_m / 2 / resolution_m);
  const driveCost = new Uint8Array(isFree.length);
  for (let i = 0; i < isFree.length; i++) {
    cleanable[i] &= isFree[i];
    if (standable[i] === 0) continue;
    const crowd = Math.max(0, 1 - (clearance_m[i] - bodyClearance_m) / COMFORT_M);
    driveCost[i] = 10 + Math.round(20 * crowd * crowd);
  }
  return { ...frame, bodyClearance_m, brushWidth_m, isFree, clearance_m, standable, cleanable, driveCost };
}
function knownFree(map, maxSpeck_cells) {
  const { width, height, data } = map;
  const isFree = new Uint8Array(data.length);
  const unknown = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) {
    isFree[i] = data[i] >= 0 && data[i] < FREE_BELOW ? 1 : 0;
    unknown[i] = data[i] < 0 ? 1 : 0;
  }
  if (maxSpeck_cells <= 0) return isFree;
  const { labels, sizes } = connectedComponents(unknown, width, height, 8);
  const isThing = new Uint8Array(sizes.length);
  for (let k = 1; k < sizes.length; k++) isThing[k] = sizes[k] > maxSpeck_cells ? 1 : 0;
  for (let i = 0; i < data.length; i++) {
    if (labels[i] === 0 || isThing[labels[i]] === 1) continue;
    const ix = i % width;
    const isEdge = ix === 0 || ix === width - 1 || i < width || i >= data.length - width;
    if (isEdge) isThing[labels[i]] = 1;
    for (let dy = -width; !isEdge && dy <= width; dy += width)
      for (let dx = -1; dx <= 1; dx++) if (data[i + dy + dx] >= FREE_BELOW) isThing[labels[i]] = 1;
  }
  for (let i = 0; i < data.length; i++) if (labels[i] > 0 && isThing[labels[i]] === 0) isFree[i] = 1;
  return isFree;
}
function clearanceOf(isFree, { width, height, resolution_m }) {
  const blocked = new Uint8Array(isFree.length);
  for (let i = 0; i < blocked.length; i++) blocked[i] = 1 - isFree[i];
  const out2 = distanceToCells(blocked, width, height);
  for (let iy = 0, i = 0; iy < height; iy++)
    for (let ix = 0; ix < width; ix++, i++) {
      const toEdge = Math.min(ix, iy, width - 1 - ix, height - 1 - iy) + 0.5;
      out2[i] = Math.min(out2[i], toEdge) * resolution_m;
    }
  return out2;
}
function connectedTo(roomy, frame, from) {
  const { labels, sizes } = connectedComponents(roomy, frame.width, frame.height, 8);
  let chosen = 0;
  if (from === void 0) {
    for (let k = 1; k < sizes.length; k++) if (chosen === 0 || sizes[k] > sizes[chosen]) chosen = k;
  } else {
    const minCells = MIN_COMPONENT_M2 / (frame.resolution_m * frame.resolution_m);
    const isLarge = Uint8Array.from(labels, (k) => k > 0 && sizes[k] >= minCells ? 1 : 0);
    let cell = nearestMarked(isLarge, frame, from.x, from.y, MAX_ESCAPE_M);
    if (cell < 0) cell = nearestMarked(roomy, frame, from.x, from.y, MAX_ESCAPE_M);
    if (cell >= 0) chosen = labels[cell];
  }
  for (let i = 0; i < labels.length; i++) roomy[i] = chosen > 0 && labels[i] === chosen ? 1 : 0;
  return roomy;
}
function nearestMarked(mask, frame, x, y, within_m) {
  const reach = Math.ceil(within_m / frame.resolution_m) + 1;
  const ix = cellX(frame, x);
  const iy = cellY(frame, y);
  let best = -1;
  let bestSquared = within_m * within_m;
  for (let jy = Math.max(0, iy - reach); jy <= Math.min(frame.height - 1, iy + reach); jy++)
    for (let jx = Math.max(0, ix - reach); jx <= Math.min(frame.width - 1, ix + reach); jx++) {
      if (mask[jy * frame.width + jx] === 0) continue;
      const dx = centreX(frame, jx) - x;
      const dy = centreY(frame, jy) - y;
      if (dx * dx + dy * dy > bestSquared) continue;
      bestSquared = dx * dx + dy * dy;
      best = jy * frame.width + jx;
    }
  return best;
}
function isStandable(space, x, y) {
  if (!(valueAt(space.clearance_m, space, x, y) >= space.bodyClearance_m - 1e-6)) return false;
  const ix = Math.floor((x - space.originX_m) / space.resolution_m - 0.5);
  const iy = Math.floor((y - space.originY_m) / space.resolution_m - 0.5);
  const { standable, width } = space;
  const i = iy * width + ix;
  return (standable[i] | standable[i + 1] | standable[i + width] | standable[i + width + 1]) !== 0;
}
function isSegmentClear(space, x0, y0, x1, y1) {
  const dx = x1 - x0;
  const dy = y1 - y0;
  const steps = Math.max(1, Math.ceil(2 * Math.sqrt(dx * dx + dy * dy) / space.resolution_m));
  const limit = space.bodyClearance_m - 1e-6;
  for (let k = 0; k <= steps; k++) {
    const t = k / steps;
    if (!(valueAt(space.clearance_m, space, x0 + t * dx, y0 + t * dy) >= limit)) return false;
  }
  return true;
}

// packages/plan/src/gridSearch.ts
var BUCKETS = 64;
var STEP_X = [1, 1, 0, -1, -1, -1, 0, 1];
var STEP_Y = [0, 1, 1, 1, 0, -1, -1, -1];
var GridSearch = class {
  #space;
  #cost;
  #parent;
  /** Search number that last reached the cell; + 1 once it is settled. */
  #stamp;
  #search = 0;
  #head = new Int32Array(BUCKETS);
  /** Queue entries as linked lists: a cell may be queued again when it gets cheaper. */
  #entryCell;
  #entryNext;
  constructor(space) {
    const cells = space.width * space.height;
    this.#space = space;
    this.#cost = new Int32Array(cells);
    this.#parent = new Int32Array(cells);
    this.#stamp = new Int32Array(cells);
    this.#entryCell = new Int32Array(1024);
    this.#entryNext = new Int32Array(1024);
  }
  /**
   * Searches from a standable cell until the goal, or `wanted` of the target cells, are settled, or everything within
   * `maxCost` is.
   * @param goal     the only goal, searched for with A*; -1 for none
   * @param targets  cells that count as found; the start may be one
   * @returns the found cells, cheapest first
   */
  run(start, goal, targets, wanted = 1, maxCost = 2 ** 30) {
    const { width, driveCost } = this.#space;
    const cost = this.#cost;
    const parent = this.#parent;
    const stamp = this.#stamp;
    const head = this.#head;
    this.#search += 2;
    const reached = this.#search;
    const settled = reached + 1;
    const found = [];
    if (driveCost[start] === 0) return found;
    head.fill(-1);
    let entries = 0;
    let queued = 0;
    const goalX = goal % width;
    const goalY = (goal - goalX) / width;
    cost[start] = 0;
    parent[start] = -1;
    stamp[start] = reached;
    let bucket = goal >= 0 ? this.#estimate(start, goalX, goalY) : 0;
    this.#entryCell[entries] = start;
    this.#entryNext[entries] = -1;
    head[bucket % BUCKETS] = entries++;
    queued++;
    while (queued > 0) {
      while (head[bucket % BUCKETS] < 0) bucket++;
      const entry = head[bucket % BUCKETS];
      head[bucket % BUCKETS] = this.#entryNext[entry];
      queued--;
      const cell = this.#entryCell[entry];
      if (stamp[cell] === settled) continue;
      stamp[cell] = settled;
      const here = cost[cell];
      if (here > maxCost) break;
      if (cell === goal || targets !== void 0 && targets[cell] !== 0) {
        found.push(cell);
        if (found.length >= wanted) break;
      }
      const ix = cell % width;
      const iy = (cell - ix) / width;
      for (let k = 0; k < 8; k++) {
        const next = cell + STEP_Y[k] * width + STEP_X[k];
        const weight = driveCost[next];
        if (weight === 0 || stamp[next] === settled) continue;
        const there = here + ((k & 1) === 1 ? weight * 181 >> 7 : weight);
        if (stamp[next] === reached && cost[next] <= there) continue;
        stamp[next] = reached;
        cost[next] = there;
        parent[next] = cell;
        const key = (goal >= 0 ? there + this.#octile(ix + STEP_X[k] - goalX, iy + STEP_Y[k] - goalY) : there) % BUCKETS;
        if (entries === this.#entryCell.length) this.#growQueue();
        this.#entryCell[entries] = next;
        this.#entryNext[entries] = head[key];
        head[key] = entries++;
        queued++;
      }
    }
    return found;
  }
  /** Cost of a cell that the last search settled: about 200 a metre in the open at 5 cm. */
  costOf(cell) {
    return this.#cost[cell];
  }
  /** Cells from the last search's start to a cell it settled, both included. */
  wayTo(cell) {
    let n = 0;
    for (let c = cell; c >= 0; c = this.#parent[c]) n++;
    const way = new Int32Array(n);
    for (let c = cell; c >= 0; c = this.#parent[c]) way[--n] = c;
    return way;
  }
  #estimate(cell, goalX, goalY) {
    const ix = cell % this.#space.width;
    return this.#octile(ix - goalX, (cell - ix) / this.#space.width - goalY);
  }
  /** Octile distance in the open: 10 a side step, 14 a diagonal one. Never more than the true cost. */
  #octile(dx, dy) {
    const ax = dx < 0 ? -dx : dx;
    const ay = dy < 0 ? -dy : dy;
    return ax > ay ? 10 * ax + 4 * ay : 10 * ay + 4 * ax;
  }
  #growQueue() {
    const cells = new Int32Array(2 * this.#entryCell.length);
    const next = new Int32Array(2 * this.#entryCell.length);
    cells.set(this.#entryCell);
    next.set(this.#entryNext);
    this.#entryCell = cells;
    this.#entryNext = next;
  }
};

// packages/plan/src/findPath.ts
function findPath(space, from, to, options = {}) {
  const { maxEscape_m = 0.6, goalTolerance_m = 0.3, search = new GridSearch(space) } = options;
  const start = nearestMarked(space.standable, space, from.x, from.y, maxEscape_m);
  if (start < 0) return { ok: false, reason: "startBlocked" };
  const goal = nearestMarked(space.standable, space, to.x, to.y, goalTolerance_m);
  if (goal < 0) return { ok: false, reason: "goalBlocked" };
  const found = search.run(start, goal);
  if (found.length === 0) return { ok: false, reason: "goalBlocked" };
  const points = cellCentres(space, search.wayTo(goal));
  return finish(space, points, from, to);
}
function pathLength(path) {
  let sum = 0;
  for (let i = 2; i < path.length; i += 2) sum += hypot(path[i] - path[i - 2], path[i + 1] - path[i - 1]);
  return sum;
}
function cellCentres(space, cells) {
  const points = new Float64Array(2 * cells.length);
  for (let k = 0; k < cells.length; k++) {
    const ix = cells[k] % space.width;
    points[2 * k] = centreX(space, ix);
    points[2 * k + 1] = centreY(space, (cells[k] - ix) / space.width);
  }
  return points;
}
function finish(space, way, from, to) {
  const n = way.length;
  const points = [...way];
  points.unshift(from.x, from.y);
  const isGoalFree = isStandable(space, to.x, to.y);
  if (isGoalFree) points.push(to.x, to.y);
  const path = straighten(space, straighten(space, Float64Array.from(points)));
  const goalError_m = isGoalFree ? 0 : hypot(way[n - 2] - to.x, way[n - 1] - to.y);
  return { ok: true, path, length_m: pathLength(path), goalError_m };
}
function unitCost(space, x, y) {
  const crowd = Math.max(0, 1 - (valueAt(space.clearance_m, space, x, y) - space.bodyClearance_m) / 0.15);
  return 1 + 2 * crowd * crowd;
}
function segmentCost(space, x0, y0, x1, y1) {
  const length = hypot(x1 - x0, y1 - y0);
  const steps = Math.max(1, Math.ceil(length / space.resolution_m));
  let sum = 0;
  for (let k = 0; k < steps; k++) {
    const t = (k + 0.5) / steps;
    sum += unitCost(space, x0 + t * (x1 - x0), y0 + t * (y1 - y0));
  }
  return length * sum / steps;
}
var LOOKAHEAD = 12;
function straighten(space, path) {
  const n = path.length / 2;
  if (n < 3) return path;
  const costTo = new Float64Array(n);
  for (let k = 1; k < n; k++)
    costTo[k] = costTo[k - 1] + segmentCost(space, path[2 * k - 2], path[2 * k - 1], path[2 * k], path[2 * k + 1]);
  const kept = [path[0], path[1]];
  let at = 0;
  while (at < n - 1) {
    let best = at + 1;
    for (let k = at + 2; k < n && k <= best + LOOKAHEAD; k++) {
      const straight = segmentCost(space, path[2 * at], path[2 * at + 1], path[2 * k], path[2 * k + 1]);
      if (straight > costTo[k] - costTo[at] + 1e-9) continue;
      if (isSegmentClear(space, path[2 * at], path[2 * at + 1], path[2 * k], path[2 * k + 1])) best = k;
    }
    at = best;
    kept.push(path[2 * at], path[2 * at + 1]);
  }
  return Float64Array.from(kept);
}

// packages/plan/src/frontiers.ts
function findFrontiers(map, space, from, options = {}) {
  const { minLength_m = space.bodyClearance_m, maxViewDistance_m = space.bodyClearance_m + 0.25 } = options;
  const { width, height, resolution_m } = space;
  if (map.data.length !== width * height)
    throw new RangeError(`Cannot find frontiers: the map has ${map.data.length} cells, the space ${width * height}`);
  const border = borderCells(map, space);
  const { labels, sizes } = connectedComponents(border, width, height, 8);
  const start = nearestMarked(space.standable, space, from.x, from.y, 0.6);
  if (start < 0) return [];
  const views = viewCells(space, labels, sizes, minLength_m / resolution_m, maxViewDistance_m);
  const search = new GridSearch(space);
  const targets = new Uint8Array(labels.length);
  for (const cell of views.keys()) targets[cell] = 1;
  const frontiers = [];
  const isSeen = new Uint8Array(sizes.length);
  for (const cell of search.run(start, -1, targets, views.size))
    for (const label of views.get(cell) ?? []) {
      if (isSeen[label] === 1) continue;
      isSeen[label] = 1;
      const ix = cell % width;
      frontiers.push({
        view: {
          x: space.originX_m + (ix + 0.5) * resolution_m,
          y: space.originY_m + ((cell - ix) / width + 0.5) * resolution_m
        },
        length_m: sizes[label] * resolution_m,
        distance_m: search.costOf(cell) / 10 * resolution_m
      });
    }
  return frontiers;
}
function borderCells(map, space) {
  const { width, height, isFree } = space;
  const { data } = map;
  const border = new Uint8Array(data.length);
  for (let iy = 1; iy + 1 < height; iy++)
    for (let ix = 1; ix + 1 < width; ix++) {
      const i = iy * width + ix;
      if (isFree[i] === 0 || data[i] < 0) continue;
      const isAtUnknown = data[i - 1] < 0 && isFree[i - 1] === 0 || data[i + 1] < 0 && isFree[i + 1] === 0 || data[i - width] < 0 && isFree[i - width] === 0 || data[i + width] < 0 && isFree[i + width] === 0;
      if (isAtUnknown) border[i] = 1;
    }
  return border;
}
function viewCells(space, labels, sizes, minCells, maxDistance_m) {
  const { width, resolution_m } = space;
  const views = /* @__PURE__ */ new Map();
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (label === 0 || sizes[label] < minCells) continue;
    const ix = i % width;
    const x = space.originX_m + (ix + 0.5) * resolution_m;
    const y = space.originY_m + ((i - ix) / width + 0.5) * resolution_m;
    const cell = nearestMarked(space.standable, space, x, y, maxDistance_m);
    if (cell < 0) continue;
    const known2 = views.get(cell);
    if (known2 === void 0) views.set(cell, [label]);
    else if (!known2.includes(label)) known2.push(label);
  }
  return views;
}

// packages/plan/src/motionTime.ts
var defaultMotion = defaultGeometry;
var ROLLING_TURN_RAD = Math.PI / 18;
function restToRest(amount, speed, acceleration) {
  return amount >= speed * speed / acceleration ? amount / speed + speed / acceleration : 2 * Math.sqrt(amount / acceleration);
}
function driveTime(length_m, limits = defaultMotion) {
  return restToRest(length_m, limits.maxSpeed_mps, limits.maxAcceleration_mps2);
}
function turnTime(angle_rad, limits = defaultMotion) {
  return restToRest(Math.abs(angle_rad), limits.maxYawRate_radps, limits.maxYawAcceleration_radps2);
}
function pathTime(path, limits = defaultMotion) {
  let time = 0;
  let run = 0;
  let heading = Number.NaN;
  for (let i = 2; i < path.length; i += 2) {
    const dx = path[i] - path[i - 2];
    const dy = path[i + 1] - path[i - 1];
    const length = hypot(dx, dy);
    if (length < 1e-6) continue;
    const next = atan2(dy, dx);
    const turn2 = Math.abs(wrapAngle(next - heading));
    if (turn2 > ROLLING_TURN_RAD) {
      time += driveTime(run, limits) + turnTime(turn2, limits);
      run = 0;
    }
    run += length;
    heading = next;
  }
  return run > 0 ? time + driveTime(run, limits) : time;
}

// packages/plan/src/contourStrokes.ts
var CHORD_SLACK_M = 4e-3;
var SIMPLIFY_M = 6e-3;
function edgeLines(space) {
  const lines = [];
  for (const contour of contours(space.clearance_m, space, space.bodyClearance_m + CHORD_SLACK_M)) {
    if (!isStandable(space, contour.points[0], contour.points[1])) continue;
    const path = simplify(space, closedPath(contour));
    lines.push({ path, closed: contour.closed, length_m: pathLength(path) });
  }
  return lines;
}
function closedPath({ points, closed }) {
  if (!closed) return points;
  const path = new Float64Array(points.length + 2);
  path.set(points);
  path[points.length] = points[0];
  path[points.length + 1] = points[1];
  return path;
}
function simplify(space, path) {
  const n = path.length / 2;
  const kept = [path[0], path[1]];
  for (let at = 0; at < n - 1; ) {
    let best = at + 1;
    while (best + 1 < n && best - at < 80 && isGoodChord(space, path, at, best + 1)) best++;
    at = best;
    kept.push(path[2 * at], path[2 * at + 1]);
  }
  return Float64Array.from(kept);
}
function isGoodChord(space, path, from, to) {
  const x0 = path[2 * from];
  const y0 = path[2 * from + 1];
  const dx = path[2 * to] - x0;
  const dy = path[2 * to + 1] - y0;
  const length = hypot(dx, dy);
  if (length < 1e-9) return false;
  for (let k = from + 1; k < to; k++)
    if (Math.abs(dx * (path[2 * k + 1] - y0) - dy * (path[2 * k] - x0)) > SIMPLIFY_M * length) return false;
  return isSegmentClear(space, x0, y0, path[2 * to], path[2 * to + 1]);
}
function stepsAlong(path, step_m) {
  const capacity = Math.ceil(pathLength(path) / step_m) + path.length;
  const x = new Float64Array(capacity);
  const y = new Float64Array(capacity);
  const leftX = new Float64Array(capacity);
  const leftY = new Float64Array(capacity);
  let count = 0;
  for (let i = 2; i < path.length; i += 2) {
    const dx = path[i] - path[i - 2];
    const dy = path[i + 1] - path[i - 1];
    const length = hypot(dx, dy);
    if (length < 1e-9) continue;
    const pieces = Math.max(1, Math.round(length / step_m));
    for (let k = 0; k < pieces; k++, count++) {
      const t = k / pieces;
      x[count] = path[i - 2] + t * dx;
      y[count] = path[i - 1] + t * dy;
      leftX[count] = -dy / length;
      leftY[count] = dx / length;
    }
  }
  x[count] = path[path.length - 2];
  y[count] = path[path.length - 1];
  leftX[count] = leftX[Math.max(0, count - 1)];
  leftY[count] = leftY[Math.max(0, count - 1)];
  return { count: count + 1, x, y, leftX, leftY };
}
function usefulPieces(raster, line, rules, labelAt) {
  const step_m = raster.frame.resolution_m;
  const steps = stepsAlong(line, step_m);
  const isUseful = (k) => raster.todoAcross(steps.x[k], steps.y[k], steps.leftX[k], steps.leftY[k]) >= rules.minAcross;
  const maxIdle = Math.round(rules.maxIdle_m / step_m);
  const pieces = [];
  for (let k = 0; k < steps.count; k++) {
    if (!isUseful(k)) continue;
    const label = labelAt(steps.x[k], steps.y[k]);
    let last = k;
    for (let j = k + 1; j < steps.count && j - last <= maxIdle; j++) {
      if (labelAt(steps.x[j], steps.y[j]) !== label) break;
      if (isUseful(j)) last = j;
    }
    const path = pathOfSteps(steps, k, Math.min(steps.count - 1, last + 1));
    if (pathLength(path) > 1e-6 && raster.gainOf(path) * raster.cellArea_m2 >= rules.minGain_m2) {
      raster.sweep(path);
      pieces.push({ path, label });
    }
    k = last;
  }
  return pieces;
}
function pathOfSteps(steps, first2, last) {
  const points = [steps.x[first2], steps.y[first2]];
  for (let k = first2 + 1; k < last; k++) {
    const bends = steps.leftX[k] !== steps.leftX[k - 1] || steps.leftY[k] !== steps.leftY[k - 1];
    if (bends) points.push(steps.x[k], steps.y[k]);
  }
  if (last > first2) points.push(steps.x[last], steps.y[last]);
  return Float64Array.from(points);
}

// packages/plan/src/lanes.ts
function planLanes(space, raster, roomOf, rules, limits, search) {
  const marked = new Int16Array(raster.todo.length);
  for (let i = 0; i < marked.length; i++) marked[i] = raster.todo[i] === 0 ? 0 : roomOf[i] + 1;
  const { width, height } = raster.frame;
  const { labels, sizes } = connectedComponents(marked, width, height, 8);
  const lanes = [];
  for (const region of largeRegions(labels, sizes, roomOf, rules.minGain_m2 / raster.cellArea_m2)) {
    const direction = bestDirection(raster, labels, region, rules, limits);
    const spread = laneOffsets(raster, region, direction, rules);
    for (const v of spread.offsets)
      for (const path of sweepLane(space, raster, roomOf, region.room, direction, v, spread, rules, search))
        lanes.push({ path, room: region.room });
  }
  return lanes;
}
function largeRegions(labels, sizes, roomOf, minCells) {
  const cells = Array.from(sizes, (size, k) => k > 0 && size >= minCells ? new Int32Array(size) : void 0);
  const filled = new Int32Array(sizes.length);
  for (let i = 0; i < labels.length; i++) {
    const list2 = cells[labels[i]];
    if (list2 !== void 0) list2[filled[labels[i]]++] = i;
  }
  const regions = [];
  for (let label = 1; label < cells.length; label++) {
    const list2 = cells[label];
    if (list2 !== void 0) regions.push({ room: roomOf[list2[0]], cells: list2, label });
  }
  return regions;
}
function laneOffsets(raster, region, direction, rules) {
  const { width, resolution_m } = raster.frame;
  const c = cos(direction);
  const s = sin(direction);
  let minU = Number.POSITIVE_INFINITY;
  let maxU = Number.NEGATIVE_INFINITY;
  let minV = Number.POSITIVE_INFINITY;
  let maxV = Number.NEGATIVE_INFINITY;
  for (const cell of region.cells) {
    const ix = cell % width;
    const x = ix + 0.5;
    const y = (cell - ix) / width + 0.5;
    const u = c * x + s * y;
    const v = -s * x + c * y;
    if (u < minU) minU = u;
    if (u > maxU) maxU = u;
    if (v < minV) minV = v;
    if (v > maxV) maxV = v;
  }
  const brush = 2 * raster.halfWidth_m;
  const extent = (maxV - minV + 1) * resolution_m;
  const low = (minV - 0.5) * resolution_m;
  const count = Math.max(1, 1 + Math.ceil((extent - brush) / (brush * rules.pitchShare) - 1e-6));
  const pitch = count > 1 ? (extent - brush) / (count - 1) : 0;
  const first2 = count > 1 ? low + brush / 2 : low + extent / 2;
  return {
    offsets: Array.from({ length: count }, (_, k) => first2 + k * pitch),
    minU: (minU - 0.5) * resolution_m,
    maxU: (maxU + 0.5) * resolution_m
  };
}
function bestDirection(raster, labels, region, rules, limits) {
  let best = 0;
  let bestTime = Number.POSITIVE_INFINITY;
  for (let k = 0; k < rules.directions; k++) {
    const direction = k * Math.PI / rules.directions;
    const time = lanesTime(
      raster,
      labels,
      region.label,
      direction,
      laneOffsets(raster, region, direction, rules),
      rules,
      limits
    );
    if (time < bestTime - 1e-9) {
      bestTime = time;
      best = direction;
    }
  }
  return best;
}
function lanesTime(raster, labels, label, direction, spread, rules, limits) {
  const { width, height, resolution_m } = raster.frame;
  const c = cos(direction);
  const s = sin(direction);
  const step2 = 2 * resolution_m;
  const changeTime = 2 * turnTime(Math.PI / 2, limits) + driveTime(2 * raster.halfWidth_m, limits);
  let time = 0;
  for (const v of spread.offsets) {
    let start = Number.NaN;
    let end = Number.NaN;
    for (let u = spread.minU; u <= spread.maxU + step2; u += step2) {
      const ix = Math.floor((c * u - s * v) / resolution_m);
      const iy = Math.floor((s * u + c * v) / resolution_m);
      const isIn = ix >= 0 && iy >= 0 && ix < width && iy < height && labels[iy * width + ix] === label;
      if (isIn) {
        if (Number.isNaN(start)) start = u;
        end = u + step2;
      } else if (u - end > rules.maxIdle_m) {
        time += driveTime(end - start, limits) + changeTime;
        start = end = Number.NaN;
      }
    }
    if (!Number.isNaN(start)) time += driveTime(end - start, limits) + changeTime;
  }
  return time;
}
function sweepLane(space, raster, roomOf, room, direction, v, spread, rules, search) {
  const c = cos(direction);
  const s = sin(direction);
  const { originX_m, originY_m, resolution_m: step2, width, height } = raster.frame;
  const stretches = drivableStretches();
  const paths = [];
  for (let k = 0; k < stretches.length; k++) {
    const points = [...stretches[k]];
    while (k + 1 < stretches.length) {
      const bridge = bridgeGap(space, points.slice(-2), [...stretches[k + 1].slice(0, 2)], rules, search);
      if (bridge === void 0) break;
      points.push(...bridge, ...stretches[++k]);
    }
    const path = Float64Array.from(points);
    paths.push(path);
  }
  return paths.filter((path) => {
    const isWorth = raster.gainOf(path) * raster.cellArea_m2 >= rules.minGain_m2;
    if (isWorth) raster.sweep(path);
    return isWorth;
  });
  function drivableStretches() {
    const found = [];
    let start = Number.NaN;
    let end = Number.NaN;
    const close = () => {
      if (end > start) found.push([...at(start), ...at(end)]);
      start = end = Number.NaN;
    };
    for (let u = spread.minU - step2; u <= spread.maxU + step2; u += step2) {
      const [x, y] = at(u);
      if (!isStandable(space, x, y)) {
        close();
        continue;
      }
      const ix = Math.floor((x - originX_m) / step2);
      const iy = Math.floor((y - originY_m) / step2);
      const isHere = ix >= 0 && iy >= 0 && ix < width && iy < height && roomOf[iy * width + ix] === room;
      if (isHere && raster.todoAcross(x, y, -s, c) > 0) {
        if (Number.isNaN(start)) start = u;
        end = u;
      } else if (u - end > rules.maxIdle_m) close();
    }
    close();
    return found;
  }
  function at(u) {
    return [originX_m + c * u - s * v, originY_m + s * u + c * v];
  }
}
function bridgeGap(space, from, to, rules, search) {
  const gap = hypot(to[0] - from[0], to[1] - from[1]);
  if (gap > 4 * rules.maxIdle_m) return void 0;
  const way = findPath(space, { x: from[0], y: from[1] }, { x: to[0], y: to[1] }, { search });
  if (!way.ok || pathLength(way.path) > gap + rules.maxDetour_m) return void 0;
  return [...way.path.subarray(2, way.path.length - 2)];
}

// packages/plan/src/patches.ts
function remainingBlobs(raster, minArea_m2) {
  const { frame } = raster;
  const { labels, sizes } = connectedComponents(raster.todo, frame.width, frame.height, 8);
  const n = sizes.length;
  const sum = new Float64Array(5 * n);
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === 0) continue;
    const x = i % frame.width;
    const y = (i - x) / frame.width;
    const at = 5 * labels[i];
    sum[at] += x;
    sum[at + 1] += y;
    sum[at + 2] += x * x;
    sum[at + 3] += y * y;
    sum[at + 4] += x * y;
  }
  const axisX = new Float64Array(n);
  const axisY = new Float64Array(n);
  for (let k = 1; k < n; k++) {
    const mx = sum[5 * k] / sizes[k];
    const my = sum[5 * k + 1] / sizes[k];
    const cxx = sum[5 * k + 2] / sizes[k] - mx * mx;
    const cyy = sum[5 * k + 3] / sizes[k] - my * my;
    const cxy = sum[5 * k + 4] / sizes[k] - mx * my;
    const half = (cxx - cyy) / 2;
    const large = (cxx + cyy) / 2 + hypot(half, cxy);
    const [ax, ay] = half >= 0 ? [large - cyy, cxy] : [cxy, large - cxx];
    const length = hypot(ax, ay);
    axisX[k] = length > 1e-9 ? ax / length : 1;
    axisY[k] = length > 1e-9 ? ay / length : 0;
  }
  const low = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(n).fill(Number.NEGATIVE_INFINITY);
  const nearest2 = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const cells = new Int32Array(3 * n);
  for (let i = 0; i < labels.length; i++) {
    const k = labels[i];
    if (k === 0) continue;
    const x = i % frame.width;
    const y = (i - x) / frame.width;
    const along = x * axisX[k] + y * axisY[k];
    if (along < low[k]) {
      low[k] = along;
      cells[3 * k] = i;
    }
    if (along > high[k]) {
      high[k] = along;
      cells[3 * k + 1] = i;
    }
    const d = hypot(x - sum[5 * k] / sizes[k], y - sum[5 * k + 1] / sizes[k]);
    if (d < nearest2[k]) {
      nearest2[k] = d;
      cells[3 * k + 2] = i;
    }
  }
  const place = (cell) => {
    const ix = cell % frame.width;
    return [
      frame.originX_m + (ix + 0.5) * frame.resolution_m,
      frame.originY_m + ((cell - ix) / frame.width + 0.5) * frame.resolution_m
    ];
  };
  const blobs = [];
  for (let k = 1; k < n; k++) {
    const area_m2 = sizes[k] * raster.cellArea_m2;
    if (area_m2 < minArea_m2) continue;
    const [x, y] = place(cells[3 * k + 2]);
    blobs.push({ x, y, area_m2, ends: [...place(cells[3 * k]), ...place(cells[3 * k + 1])] });
  }
  return blobs.sort((a2, b2) => b2.area_m2 - a2.area_m2);
}
function planPatches(space, raster, minGain_m2, search) {
  const paths = [];
  const reach_m = 1.5 * space.brushWidth_m;
  for (const blob of remainingBlobs(raster, minGain_m2)) {
    const [x0, y0, x1, y1] = blob.ends;
    const a2 = nearestMarked(space.standable, space, x0, y0, reach_m);
    const b2 = nearestMarked(space.standable, space, x1, y1, reach_m);
    if (a2 < 0 || b2 < 0) continue;
    const path = a2 === b2 ? dab(space, a2, blob) : strokeBetween(space, a2, b2, search);
    if (path === void 0 || raster.gainOf(path) * raster.cellArea_m2 < minGain_m2) continue;
    raster.sweep(path);
    paths.push(path);
  }
  return paths;
}
function centreOf(space, cell) {
  const ix = cell % space.width;
  return {
    x: space.originX_m + (ix + 0.5) * space.resolution_m,
    y: space.originY_m + ((cell - ix) / space.width + 0.5) * space.resolution_m
  };
}
function strokeBetween(space, a2, b2, search) {
  const from = centreOf(space, a2);
  const to = centreOf(space, b2);
  const air = hypot(to.x - from.x, to.y - from.y);
  const way = findPath(space, from, to, { search });
  return way.ok && way.length_m < 2 * air + 0.3 ? way.path : void 0;
}
function dab(space, cell, blob) {
  const here = centreOf(space, cell);
  const ix = cellX(space, here.x);
  const iy = cellY(space, here.y);
  let best;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (let dy = -2; dy <= 2; dy++)
    for (let dx = -2; dx <= 2; dx++) {
      const other = (iy + dy) * space.width + ix + dx;
      if (Math.abs(dx) + Math.abs(dy) < 2 || !space.standable[other]) continue;
      const there = centreOf(space, other);
      const d = hypot(there.x - blob.x, there.y - blob.y);
      if (d < bestDistance) {
        bestDistance = d;
        best = there;
      }
    }
  return best && Float64Array.of(here.x, here.y, best.x, best.y);
}

// packages/plan/src/sweepRaster.ts
var WEDGE_RAD = 0.25;
var SweepRaster = class {
  frame;
  /** 1 where the brush could sweep and has not, shape of `frame`. */
  todo;
  /** Cells that the brush can touch at all, swept or not. */
  cleanableCells;
  halfWidth_m;
  /** Result of the last `cellsUnder` or `cellsAround`. */
  cells;
  /**
   * @param covered  floor already swept, in the space's frame; non-zero = swept
   */
  constructor(space, covered) {
    this.halfWidth_m = space.brushWidth_m / 2;
    this.frame = halfCellFrame(space, space.brushWidth_m);
    const { width, height } = this.frame;
    this.cells = new Int32Array(width * height);
    const stand = new Uint8Array(width * height);
    this.#mark(stand, space, (x, y, i) => {
      const near = space.standable[i] !== 0 || hasStandableNeighbour(space, i);
      return near && valueAt(space.clearance_m, space, x, y) >= space.bodyClearance_m;
    });
    const touched = dilate(stand, width, height, this.halfWidth_m / this.frame.resolution_m);
    this.todo = new Uint8Array(width * height);
    let cleanable = 0;
    this.#mark(this.todo, space, (_x, _y, i, fine) => {
      if (touched[fine] === 0 || space.isFree[i] === 0) return false;
      cleanable++;
      return covered === void 0 || covered[i] === 0;
    });
    this.cleanableCells = cleanable;
  }
  get cellArea_m2() {
    return this.frame.resolution_m * this.frame.resolution_m;
  }
  /** Number of cells still to be swept. */
  remaining() {
    let n = 0;
    for (let i = 0; i < this.todo.length; i++) n += this.todo[i];
    return n;
  }
  /** Collects in `cells` those whose centre the brush passes on a straight drive; returns their number. */
  cellsUnder(x0, y0, x1, y1) {
    const length = hypot(x1 - x0, y1 - y0);
    if (length < 1e-9) return 0;
    const sx = -(y1 - y0) / length * this.halfWidth_m;
    const sy = (x1 - x0) / length * this.halfWidth_m;
    const q = this.#quad;
    q[0] = x0 + sx;
    q[1] = y0 + sy;
    q[2] = x1 + sx;
    q[3] = y1 + sy;
    q[4] = x1 - sx;
    q[5] = y1 - sy;
    q[6] = x0 - sx;
    q[7] = y0 - sy;
    const { width, height, resolution_m, originX_m, originY_m } = this.frame;
    const inv = 1 / resolution_m;
    const lowY = Math.min(q[1], q[3], q[5], q[7]);
    const highY = Math.max(q[1], q[3], q[5], q[7]);
    const firstRow = Math.max(0, Math.ceil((lowY - originY_m) * inv - 0.5));
    const lastRow = Math.min(height - 1, Math.floor((highY - originY_m) * inv - 0.5));
    let n = 0;
    for (let iy = firstRow; iy <= lastRow; iy++) {
      const y = originY_m + (iy + 0.5) * resolution_m;
      let left = Number.POSITIVE_INFINITY;
      let right = Number.NEGATIVE_INFINITY;
      for (let a2 = 0, b2 = 6; a2 < 8; b2 = a2, a2 += 2) {
        if (q[a2 + 1] > y === q[b2 + 1] > y) continue;
        const x = q[a2] + (y - q[a2 + 1]) / (q[b2 + 1] - q[a2 + 1]) * (q[b2] - q[a2]);
        if (x < left) left = x;
        if (x > right) right = x;
      }
      const first2 = Math.max(0, Math.ceil((left - originX_m) * inv - 0.5));
      const last = Math.min(width - 1, Math.floor((right - originX_m) * inv - 0.5));
      for (let i = iy * width + first2; i <= iy * width + last; i++) this.cells[n++] = i;
    }
    return n;
  }
  /** Collects in `cells` those within half a brush of a point; returns their number. */
  cellsAround(x, y) {
    const { width, height, resolution_m, originX_m, originY_m } = this.frame;
    const h = this.halfWidth_m;
    const firstRow = Math.max(0, Math.ceil((y - h - originY_m) / resolution_m - 0.5));
    const lastRow = Math.min(height - 1, Math.floor((y + h - originY_m) / resolution_m - 0.5));
    let n = 0;
    for (let iy = firstRow; iy <= lastRow; iy++) {
      const dy = originY_m + (iy + 0.5) * resolution_m - y;
      const half = Math.sqrt(Math.max(0, h * h - dy * dy));
      const first2 = Math.max(0, Math.ceil((x - half - originX_m) / resolution_m - 0.5));
      const last = Math.min(width - 1, Math.floor((x + half - originX_m) / resolution_m - 0.5));
      for (let i = iy * width + first2; i <= iy * width + last; i++) this.cells[n++] = i;
    }
    return n;
  }
  /** Sweeps along a path (interleaved x, y in m); returns how many cells were still to be swept. */
  sweep(path) {
    let gained = 0;
    for (let i = 2; i < path.length; i += 2) {
      gained += this.#clear(this.cellsUnder(path[i - 2], path[i - 1], path[i], path[i + 1]));
      if (i + 2 < path.length && turnAt(path, i) > WEDGE_RAD)
        gained += this.#clear(this.cellsAround(path[i], path[i + 1]));
    }
    return gained;
  }
  /** Cells that `sweep` would clear, without clearing them. */
  gainOf(path) {
    const before = this.#journal;
    this.#journal = [];
    const gained = this.sweep(path);
    for (const cell of this.#journal) this.todo[cell] = 1;
    this.#journal = before;
    return gained;
  }
  /** How many cells still to be swept lie across the brush at (x, y), the unit vector (nx, ny) pointing along the brush. */
  todoAcross(x, y, nx, ny) {
    const { width, height, resolution_m, originX_m, originY_m } = this.frame;
    const samples = Math.max(1, Math.round(2 * this.halfWidth_m / resolution_m));
    const step2 = 2 * this.halfWidth_m / samples;
    let n = 0;
    for (let k = 0; k < samples; k++) {
      const s = (k + 0.5) * step2 - this.halfWidth_m;
      const ix = Math.floor((x + s * nx - originX_m) / resolution_m);
      const iy = Math.floor((y + s * ny - originY_m) / resolution_m);
      if (ix >= 0 && iy >= 0 && ix < width && iy < height) n += this.todo[iy * width + ix];
    }
    return n;
  }
  #quad = new Float64Array(8);
  /** While set, receives the cells that are cleared. */
  #journal;
  #clear(n) {
    let gained = 0;
    for (let k = 0; k < n; k++) {
      const cell = this.cells[k];
      if (this.todo[cell] === 0) continue;
      this.todo[cell] = 0;
      this.#journal?.push(cell);
      gained++;
    }
    return gained;
  }
  /** Marks the raster's cells for which `test` holds: (x, y) is the cell's centre, `i` the map's cell that it lies in. */
  #mark(mask, space, test) {
    const { width, height, resolution_m, originX_m, originY_m } = this.frame;
    const offsetX = Math.round((originX_m - space.originX_m) / resolution_m);
    const offsetY = Math.round((originY_m - space.originY_m) / resolution_m);
    for (let iy = 0; iy < height; iy++) {
      const row = (iy + offsetY >> 1) * space.width;
      const y = originY_m + (iy + 0.5) * resolution_m;
      for (let ix = 0; ix < width; ix++) {
        const x = originX_m + (ix + 0.5) * resolution_m;
        if (test(x, y, row + (ix + offsetX >> 1), iy * width + ix)) mask[iy * width + ix] = 1;
      }
    }
  }
};
function turnAt(path, i) {
  const before = atan2(path[i + 1] - path[i - 1], path[i] - path[i - 2]);
  const after = atan2(path[i + 3] - path[i + 1], path[i + 2] - path[i]);
  return Math.abs(angleDiff(after, before));
}
function halfCellFrame(space, reach_m) {
  const { width, height, resolution_m, originX_m, originY_m, standable } = space;
  let minX = width;
  let maxX = -1;
  let minY = height;
  let maxY = -1;
  for (let i = 0; i < standable.length; i++) {
    if (standable[i] === 0) continue;
    const ix = i % width;
    const iy = (i - ix) / width;
    if (ix < minX) minX = ix;
    if (ix > maxX) maxX = ix;
    if (iy < minY) minY = iy;
    maxY = iy;
  }
  if (maxX < 0) return { width: 1, height: 1, resolution_m: resolution_m / 2, originX_m, originY_m };
  const pad = Math.ceil(reach_m / resolution_m) + 1;
  minX = Math.max(0, minX - pad);
  minY = Math.max(0, minY - pad);
  maxX = Math.min(width - 1, maxX + pad);
  maxY = Math.min(height - 1, maxY + pad);
  return {
    width: 2 * (maxX - minX + 1),
    height: 2 * (maxY - minY + 1),
    resolution_m: resolution_m / 2,
    originX_m: originX_m + minX * resolution_m,
    originY_m: originY_m + minY * resolution_m
  };
}
function hasStandableNeighbour(space, i) {
  const { standable, width } = space;
  return (standable[i - 1] | standable[i + 1] | standable[i - width] | standable[i + width] | standable[i - width - 1] | standable[i - width + 1] | standable[i + width - 1] | standable[i + width + 1]) !== 0;
}

// packages/plan/src/tour.ts
var BLOCKED_FACTOR = 1.5;
var BLOCKED_EXTRA_M = 0.6;
var NEAR_ENDS = 10;
var OCTILE_EXCESS = 0.9;
var MAX_ROUNDS = 12;
function reversedPath(path) {
  const out2 = new Float64Array(path.length);
  for (let i = 0; i < path.length; i += 2) {
    out2[i] = path[path.length - 2 - i];
    out2[i + 1] = path[path.length - 1 - i];
  }
  return out2;
}
function planTour(space, stops, from, limits, search) {
  const costs = new ConnectionCosts(space, stops, from, limits, search);
  const order = nearestFirst(stops, costs);
  improve(order, stops, costs);
  return order.map((node) => ({ index: node >> 1, reversed: (node & 1) === 1 }));
}
var ConnectionCosts = class {
  #space;
  #limits;
  #n;
  /** x, y, heading at the beginning and at the end of each node. */
  #entry;
  #exit;
  #known;
  #search;
  /** Standable cell at each node's beginning and end; the start's is last. */
  #entryCell;
  #exitCell;
  #isEnd;
  /** By exit node: lengths of the ways to the cells near it, m; computed when first needed. */
  #ways;
  constructor(space, stops, from, limits, search) {
    this.#search = search;
    this.#space = space;
    this.#limits = limits;
    this.#n = 2 * stops.length;
    this.#entry = new Float64Array(3 * this.#n);
    this.#exit = new Float64Array(3 * (this.#n + 1));
    for (let i = 0; i < stops.length; i++) {
      const path = stops[i].path;
      const m = path.length;
      const first2 = atan2(path[3] - path[1], path[2] - path[0]);
      const last = atan2(path[m - 1] - path[m - 3], path[m - 2] - path[m - 4]);
      this.#entry.set([path[0], path[1], first2, path[m - 2], path[m - 1], wrapAngle(last + Math.PI)], 6 * i);
      this.#exit.set([path[m - 2], path[m - 1], last, path[0], path[1], wrapAngle(first2 + Math.PI)], 6 * i);
    }
    this.#exit.set([from.x, from.y, from.theta ?? Number.NaN], 3 * this.#n);
    this.#known = new Float32Array((this.#n + 1) * this.#n).fill(-1);
    this.#entryCell = new Int32Array(this.#n);
    this.#exitCell = new Int32Array(this.#n + 1);
    this.#isEnd = new Uint8Array(space.standable.length);
    for (let node = 0; node <= this.#n; node++) {
      const at = 3 * node;
      this.#exitCell[node] = nearestMarked(space.standable, space, this.#exit[at], this.#exit[at + 1], 0.6);
      if (node === this.#n) break;
      const cell = nearestMarked(space.standable, space, this.#entry[at], this.#entry[at + 1], 0.6);
      this.#entryCell[node] = cell;
      if (cell >= 0) this.#isEnd[cell] = 1;
    }
    this.#ways = new Array(this.#n + 1);
  }
  /** Time from the end of node `a` (-1: the start) to the beginning of node `b`, s; 0 after the last (`b` < 0). */
  between(a2, b2) {
    if (b2 < 0) return 0;
    const row = a2 < 0 ? this.#n : a2;
    const key = row * this.#n + b2;
    if (this.#known[key] < 0) this.#known[key] = this.#compute(3 * row, 3 * b2);
    return this.#known[key];
  }
  #compute(a2, b2) {
    const x0 = this.#exit[a2];
    const y0 = this.#exit[a2 + 1];
    const x1 = this.#entry[b2];
    const y1 = this.#entry[b2 + 1];
    const air = hypot(x1 - x0, y1 - y0);
    const headingOut = this.#exit[a2 + 2];
    const headingIn = this.#entry[b2 + 2];
    if (air < 0.01) return Number.isNaN(headingOut) ? 0 : turnTime(wrapAngle(headingIn - headingOut), this.#limits);
    const isClear2 = air < 4 && isSegmentClear(this.#space, x0, y0, x1, y1);
    const length = isClear2 ? air : this.#wayLength(a2 / 3, b2 / 3, air);
    const travel = atan2(y1 - y0, x1 - x0);
    const turnOut = Number.isNaN(headingOut) ? 0 : turnTime(wrapAngle(travel - headingOut), this.#limits);
    return driveTime(length, this.#limits) + turnOut + turnTime(wrapAngle(headingIn - travel), this.#limits);
  }
  /** Length of the way round what is between two nodes; an estimate when `b` is none of the near ones. */
  #wayLength(a2, b2, air) {
    const from = this.#exitCell[a2];
    if (from < 0) return air * BLOCKED_FACTOR + BLOCKED_EXTRA_M;
    let ways = this.#ways[a2];
    if (ways === void 0) {
      ways = /* @__PURE__ */ new Map();
      for (const cell of this.#search.run(from, -1, this.#isEnd, NEAR_ENDS))
        ways.set(cell, this.#search.costOf(cell) / 10 * this.#space.resolution_m);
      this.#ways[a2] = ways;
    }
    const known2 = ways.get(this.#entryCell[b2]);
    return known2 === void 0 ? air * BLOCKED_FACTOR + BLOCKED_EXTRA_M : Math.max(air, known2 * OCTILE_EXCESS);
  }
};
function nearestFirst(stops, costs) {
  const order = [];
  const isUsed = new Uint8Array(stops.length);
  let at = -1;
  while (order.length < stops.length) {
    let best = -1;
    let bestCost = Number.POSITIVE_INFINITY;
    for (let node = 0; node < 2 * stops.length; node++) {
      if (isUsed[node >> 1] !== 0 || (node & 1) === 1 && !stops[node >> 1].reversible) continue;
      const cost = costs.between(at, node);
      if (cost < bestCost) {
        bestCost = cost;
        best = node;
      }
    }
    isUsed[best >> 1] = 1;
    order.push(best);
    at = best;
  }
  return order;
}
function improve(order, stops, costs) {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const hasTurned = twoOpt(order, stops, costs);
    const hasMoved = orOpt(order, stops, costs);
    if (!hasTurned && !hasMoved) return;
  }
}
function twoOpt(order, stops, costs) {
  let improved = false;
  for (let i = 0; i < order.length; i++) {
    let inner = 0;
    let turned = 0;
    for (let j = i; j < order.length && stops[order[j] >> 1].reversible; j++) {
      if (j > i) {
        inner += costs.between(order[j - 1], order[j]);
        turned += costs.between(order[j] ^ 1, order[j - 1] ^ 1);
      }
      const before = i > 0 ? order[i - 1] : -1;
      const after = j + 1 < order.length ? order[j + 1] : -1;
      const now = costs.between(before, order[i]) + inner + costs.between(order[j], after);
      const then = costs.between(before, order[j] ^ 1) + turned + costs.between(order[i] ^ 1, after);
      if (then >= now - 1e-4) continue;
      const part2 = order.slice(i, j + 1).reverse();
      for (let k = 0; k < part2.length; k++) order[i + k] = part2[k] ^ 1;
      improved = true;
      break;
    }
  }
  return improved;
}
function orOpt(order, stops, costs) {
  let improved = false;
  for (let size = 1; size <= 3; size++)
    for (let i = 0; i + size <= order.length; i++) {
      const run = order.slice(i, i + size);
      const before = i > 0 ? order[i - 1] : -1;
      const after = i + size < order.length ? order[i + size] : -1;
      const last = run[size - 1];
      const freed = costs.between(before, run[0]) + costs.between(last, after) - costs.between(before, after);
      if (freed < 0.2) continue;
      const canTurn = run.every((node) => stops[node >> 1].reversible);
      const turnedCost = canTurn ? runCost(run.map((n) => n ^ 1).reverse(), costs) - runCost(run, costs) : 0;
      let bestGain = 1e-4;
      let bestAt = -1;
      let isBestTurned = false;
      for (let k = -1; k < order.length; k++) {
        if (k >= i - 1 && k < i + size) continue;
        const a2 = k >= 0 ? order[k] : -1;
        const b2 = k + 1 < order.length ? order[k + 1] : -1;
        const base = freed + costs.between(a2, b2);
        const asIs = base - costs.between(a2, run[0]) - costs.between(last, b2);
        const turned = canTurn ? base - turnedCost - costs.between(a2, last ^ 1) - costs.between(run[0] ^ 1, b2) : -1;
        if (asIs > bestGain || turned > bestGain) {
          isBestTurned = turned > asIs;
          bestGain = Math.max(asIs, turned);
          bestAt = k;
        }
      }
      if (bestGain <= 1e-4) continue;
      order.splice(i, size);
      const put = isBestTurned ? run.map((n) => n ^ 1).reverse() : run;
      order.splice(bestAt < i ? bestAt + 1 : bestAt + 1 - size, 0, ...put);
      improved = true;
    }
  return improved;
}
function runCost(run, costs) {
  let sum = 0;
  for (let k = 1; k < run.length; k++) sum += costs.between(run[k - 1], run[k]);
  return sum;
}

// packages/plan/src/planCoverage.ts
function planCoverage(request) {
  const { space, covered, from, rooms, options = {} } = request;
  const { motion = defaultMotion, minPatch_m2 = 4e-3 } = options;
  const cells = space.width * space.height;
  if (covered && covered.length !== cells)
    throw new RangeError(`Cannot plan coverage: covered must have ${cells} cells, got ${covered.length}`);
  if (rooms && rooms.labels.length !== cells)
    throw new RangeError(`Cannot plan coverage: rooms.labels must have ${cells} cells, got ${rooms.labels.length}`);
  const raster = new SweepRaster(space, covered);
  const search = new GridSearch(space);
  const pieces = planPieces(space, raster, rooms?.labels, options, search);
  const strokes = joinPieces(space, pieces, from, motion, search);
  const remaining = raster.remaining();
  return {
    strokes,
    length_m: strokes.reduce((sum, s) => sum + pathLength(s.path), 0),
    travel_m: strokes.reduce((sum, s) => s.kind === "travel" ? sum + pathLength(s.path) : sum, 0),
    time_s: pathTime(concatenate(strokes), motion),
    coveredShare: raster.cleanableCells === 0 ? 1 : 1 - remaining / raster.cleanableCells,
    uncoveredBlobs: remainingBlobs(raster, Math.min(1e-3, minPatch_m2)).map(({ x, y, area_m2 }) => ({
      x,
      y,
      area_m2
    }))
  };
}
function concatenate(strokes) {
  const points = [];
  for (const { path } of strokes)
    for (let i = 0; i < path.length; i += 2)
      if (points.length === 0 || points.at(-2) !== path[i] || points.at(-1) !== path[i + 1])
        points.push(path[i], path[i + 1]);
  return Float64Array.from(points);
}
function planPieces(space, raster, labels, options, search) {
  const { motion = defaultMotion, directions = 12, overlap = 0.1, minEdge_m = 3, minPatch_m2 = 4e-3 } = options;
  const labelAt = (x, y) => labels ? labels[cellY(space, y) * space.width + cellX(space, x)] : 0;
  const pieces = [];
  const edges = edgeLines(space);
  const across = Math.round(2 * raster.halfWidth_m / raster.frame.resolution_m);
  for (const edge of edges) {
    if (edge.length_m < minEdge_m) continue;
    const rules = { minAcross: Math.max(1, Math.floor(across / 4)), maxIdle_m: 0.5, minGain_m2: 0.02 };
    for (const { path, label } of usefulPieces(raster, edge.path, rules, labelAt))
      pieces.push({ kind: "perimeter", path, room: label });
  }
  const laneRules = {
    directions,
    pitchShare: 1 - overlap,
    maxIdle_m: 0.4,
    minGain_m2: 0.015,
    maxDetour_m: 0.5
  };
  const roomOf = upsampleLabels(space, labels, raster.frame);
  for (const { path, room } of planLanes(space, raster, roomOf, laneRules, motion, search))
    pieces.push({ kind: "lane", path, room });
  for (const edge of edges) {
    const rules = { minAcross: 1, maxIdle_m: 0.2, minGain_m2: minPatch_m2 };
    for (const { path, label } of usefulPieces(raster, edge.path, rules, labelAt))
      pieces.push({ kind: "patch", path, room: label });
  }
  for (const path of planPatches(space, raster, minPatch_m2, search))
    pieces.push({ kind: "patch", path, room: labelAt(path[0], path[1]) });
  return pieces;
}
function upsampleLabels(space, labels, frame) {
  const out2 = new Int16Array(frame.width * frame.height);
  if (labels === void 0) return out2;
  const offsetX = Math.round((frame.originX_m - space.originX_m) / frame.resolution_m);
  const offsetY = Math.round((frame.originY_m - space.originY_m) / frame.resolution_m);
  for (let iy = 0; iy < frame.height; iy++)
    for (let ix = 0; ix < frame.width; ix++)
      out2[iy * frame.width + ix] = labels[(iy + offsetY >> 1) * space.width + (ix + offsetX >> 1)];
  return out2;
}
function joinPieces(space, pieces, from, motion, search) {
  const strokes = [];
  const byRoom = /* @__PURE__ */ new Map();
  for (const piece of pieces) byRoom.set(piece.room, [...byRoom.get(piece.room) ?? [], piece]);
  let at = from;
  while (byRoom.size > 0) {
    const room = nearestRoom(byRoom, at);
    const inRoom = byRoom.get(room) ?? [];
    byRoom.delete(room);
    const stops = inRoom.map(({ path, kind }) => ({ path, reversible: kind !== "perimeter" }));
    for (const { index, reversed } of planTour(space, stops, at, motion, search)) {
      const piece = inRoom[index];
      const path = reversed ? reversedPath(piece.path) : piece.path;
      const travel = travelTo(space, at, { x: path[0], y: path[1] }, search);
      if (travel === void 0) continue;
      if (travel.length > 2) strokes.push({ kind: "travel", path: travel, room });
      strokes.push({ kind: piece.kind, path, room });
      at = { x: path[path.length - 2], y: path[path.length - 1] };
    }
  }
  return strokes;
}
function nearestRoom(byRoom, at) {
  let best = 0;
  let bestSquared = Number.POSITIVE_INFINITY;
  for (const [room, pieces] of byRoom)
    for (const { path } of pieces)
      for (const i of [0, path.length - 2]) {
        const squared = (path[i] - at.x) ** 2 + (path[i + 1] - at.y) ** 2;
        if (squared < bestSquared) {
          bestSquared = squared;
          best = room;
        }
      }
  return best;
}
function travelTo(space, at, to, search) {
  if (at.x === to.x && at.y === to.y) return Float64Array.of(at.x, at.y);
  if (isSegmentClear(space, at.x, at.y, to.x, to.y)) return Float64Array.of(at.x, at.y, to.x, to.y);
  const way = findPath(space, at, to, { search });
  return way.ok ? way.path : void 0;
}

// packages/mission/src/trail.ts
var STEP_M2 = 0.05;
var LENGTH_M = 10;
var Trail2 = class {
  #poses = [];
  add(T_map_base) {
    const last = this.#poses.at(-1);
    if (last !== void 0 && hypot(T_map_base.x - last.x, T_map_base.y - last.y) < STEP_M2) return;
    this.#poses.push(T_map_base);
    if (this.#poses.length > 2 * LENGTH_M / STEP_M2) this.#poses = this.#poses.slice(-LENGTH_M / STEP_M2);
  }
  /** Poses on the way back, the nearest first, at least `step_m` of way apart. */
  *back(step_m) {
    const stride = Math.max(1, Math.round(step_m / STEP_M2));
    for (let i = this.#poses.length - 1; i >= 0; i -= stride) yield this.#poses[i];
  }
};

// packages/mission/src/triedFloor.ts
var SQUARE_M = 0.1;
var MAX_TRIES = 3;
var REACH_M2 = 0.1;
var TriedFloor = class {
  #tries = /* @__PURE__ */ new Map();
  clear() {
    this.#tries.clear();
  }
  /** Counts one stroke: each square on its path once. Points in the map frame, m, interleaved. */
  add(path_map) {
    const met = /* @__PURE__ */ new Set();
    for (let i = 0; i < path_map.length; i += 2) {
      const x1 = path_map[i];
      const y1 = path_map[i + 1];
      const x0 = i === 0 ? x1 : path_map[i - 2];
      const y0 = i === 0 ? y1 : path_map[i - 1];
      const steps = Math.max(1, Math.ceil(2 * hypot(x1 - x0, y1 - y0) / SQUARE_M));
      for (let k = 0; k <= steps; k++) {
        const ix = Math.floor((x0 + (x1 - x0) * k / steps) / SQUARE_M);
        const iy = Math.floor((y0 + (y1 - y0) * k / steps) / SQUARE_M);
        const key = (ix + 32768) * 65536 + (iy + 32768);
        if (met.has(key)) continue;
        met.add(key);
        const square = this.#tries.get(key);
        if (square !== void 0) square.times++;
        else this.#tries.set(key, { x: (ix + 0.5) * SQUARE_M, y: (iy + 0.5) * SQUARE_M, times: 1 });
      }
    }
  }
  /** Marks what is given up in a mask of the frame. */
  markGivenUp(mask, frame) {
    for (const { x, y, times } of this.#tries.values()) {
      if (times < MAX_TRIES) continue;
      const y1 = Math.min(frame.height - 1, cellY(frame, y + REACH_M2));
      const x1 = Math.min(frame.width - 1, cellX(frame, x + REACH_M2));
      for (let iy = Math.max(0, cellY(frame, y - REACH_M2)); iy <= y1; iy++)
        for (let ix = Math.max(0, cellX(frame, x - REACH_M2)); ix <= x1; ix++) {
          const dx = centreX(frame, ix) - x;
          const dy = centreY(frame, iy) - y;
          if (dx * dx + dy * dy <= REACH_M2 * REACH_M2) mask[iy * frame.width + ix] = 1;
        }
    }
  }
};

// packages/mission/src/troubleSpots.ts
var RADIUS_M = 0.03;
var OBSTACLE_LIFE_S = 240;
var TroubleSpots = class {
  #spots = [];
  add(x, y, kind, now_s) {
    this.#spots.push({ x, y, kind, until_s: kind === "cliff" ? Number.POSITIVE_INFINITY : now_s + OBSTACLE_LIFE_S });
  }
  forgetObstacles() {
    this.#spots = this.#spots.filter((spot) => spot.kind === "cliff");
  }
  clear() {
    this.#spots = [];
  }
  /** Cells kept out now, in a map's frame; undefined when there are none. */
  maskIn(frame, now_s) {
    this.#spots = this.#spots.filter((spot) => spot.until_s > now_s);
    if (this.#spots.length === 0) return void 0;
    const mask = new Uint8Array(frame.width * frame.height);
    for (const { x, y } of this.#spots) {
      const y1 = Math.min(frame.height - 1, cellY(frame, y + RADIUS_M));
      const x1 = Math.min(frame.width - 1, cellX(frame, x + RADIUS_M));
      for (let iy2 = Math.max(0, cellY(frame, y - RADIUS_M)); iy2 <= y1; iy2++)
        for (let ix2 = Math.max(0, cellX(frame, x - RADIUS_M)); ix2 <= x1; ix2++) {
          const dx = centreX(frame, ix2) - x;
          const dy = centreY(frame, iy2) - y;
          if (dx * dx + dy * dy <= RADIUS_M * RADIUS_M) mask[iy2 * frame.width + ix2] = 1;
        }
      const ix = cellX(frame, x);
      const iy = cellY(frame, y);
      if (ix >= 0 && iy >= 0 && ix < frame.width && iy < frame.height) mask[iy * frame.width + ix] = 1;
    }
    return mask;
  }
};

// packages/mission/src/work.ts
var defaultWorkOptions = {
  margin_m: 0.01,
  legLength_m: 12,
  staleArea_m2: 0.5,
  dockStaging_m: 0.9
};
var CleaningWork = class {
  #geometry;
  #options;
  #swept;
  #tried = new TriedFloor();
  #troubles = new TroubleSpots();
  #trail = new Trail2();
  #map;
  #space;
  /** The plan's strokes still to drive, and the known floor when it was made. */
  #ahead = [];
  #plannedFloor_m2 = Number.NaN;
  /** The most floor that was ever within reach in this job. */
  #largestFloor_m2 = 0;
  #underway = [];
  #visited = [];
  #dock;
  #isSweeping = false;
  #version = 0;
  constructor(geometry, options = {}) {
    this.#geometry = geometry;
    this.#options = { ...defaultWorkOptions, ...options };
    this.#swept = new CoverageTracker({ brushWidth_m: geometry.mainBrush.width_m, brushX_m: geometry.mainBrush.x_m });
  }
  /** base_link's pose on the dock, when it is known. */
  get dock() {
    return this.#dock;
  }
  /** Grows whenever `coverageGrid` would answer something new. */
  get coverageVersion() {
    return this.#version;
  }
  setDock(T_map_base) {
    this.#dock = T_map_base;
  }
  /** The newest map; borrowed, and read until the next one. */
  setMap(map) {
    this.#map = map;
    this.#space = void 0;
  }
  /** A new job: all floor is dirty again. Map, dock and cliffs stay known. */
  beginJob() {
    this.#swept.clear();
    this.#tried.clear();
    this.#troubles.forgetObstacles();
    this.#visited = [];
    this.#largestFloor_m2 = 0;
    this.#dropPlan();
    this.#version++;
  }
  reset() {
    this.beginJob();
    this.#troubles.clear();
  }
  /** The robot's next pose, and whether its brush turns. */
  addPose(T_map_base, brushOn) {
    this.#trail.add(T_map_base);
    if (brushOn) {
      this.#swept.add(T_map_base);
      this.#version++;
    } else if (this.#isSweeping) this.#swept.lift();
    this.#isSweeping = brushOn;
  }
  /** The robot, near `at`, was stopped at a spot: the floor there is avoided, a cliff for ever, an obstacle for a while. */
  markTrouble(at, x, y, kind, now_s) {
    if (kind === "obstacle") this.#troubles.add(x, y, kind, now_s);
    else this.#markEdge(at, x, y, now_s);
    this.#dropPlan();
    this.#space = void 0;
  }
  /** An edge is a line, and most likely across the way to where the sensor saw it: a stretch of it is avoided at once. */
  #markEdge(at, x, y, now_s) {
    const dx = x - at.x;
    const dy = y - at.y;
    const distance = hypot(dx, dy);
    for (let k = -EDGE_SPOTS; k <= EDGE_SPOTS; k++) {
      const along = distance > 0 ? k * EDGE_STEP_M / distance : 0;
      this.#troubles.add(x - along * dy, y + along * dx, "cliff", now_s);
    }
  }
  /** The leg that was handed out last is over; one that failed makes the plan stale. */
  legEnded(arrived) {
    for (const stroke of this.#underway) this.#tried.add(stroke.path);
    this.#underway = [];
    if (!arrived) this.#dropPlan();
  }
  /** The next piece of cleaning or exploring; none when all that can be reached is clean. */
  nextLeg(from, now_s) {
    const floor = this.#floorAt(from, now_s);
    if (floor === void 0) return noMap;
    if (!hasRoom(floor.space)) return { kind: "none", reason: "There is no free floor around the robot." };
    if (this.#isStale(floor.space)) this.#replan(floor.space, floor.from);
    return this.#cleaningLeg(floor) ?? this.#exploringLeg(floor) ?? { kind: "none", reason: this.#summary() };
  }
  /** The way to the place before the dock, where docking begins; to the job's start when the dock is not known. */
  pathHome(from, now_s) {
    const dock = this.#dock;
    if (dock === void 0) return { kind: "none", reason: "The robot does not know where its dock is." };
    const x = dock.x - this.#options.dockStaging_m * cos(dock.theta);
    const y = dock.y - this.#options.dockStaging_m * sin(dock.theta);
    return this.#wayTo(from, x, y, now_s, "Going home.", "The robot finds no way back to its dock.");
  }
  pathTo(from, x, y, now_s) {
    return this.#wayTo(from, x, y, now_s, "Driving to the point you chose.", "The robot finds no way to that point.");
  }
  /** Shares and areas as the robot believes them, of the floor that it knows it can reach. */
  figures() {
    const cleanedArea_m2 = this.#swept.sweptArea_m2;
    const space = this.#space;
    if (space === void 0) return { coverage: 0, cleanedArea_m2, reachableArea_m2: 0 };
    const reachableArea_m2 = areaOf(space.cleanable, space.resolution_m);
    return { coverage: this.#swept.coveredShare(space), cleanedArea_m2, reachableArea_m2 };
  }
  /** Swept floor in the map's frame: 100 swept, 0 free and not yet, -1 elsewhere. */
  coverageGrid() {
    const map = this.#map;
    if (map === void 0) return void 0;
    const { width, height, resolution_m, originX_m, originY_m } = map;
    const swept = this.#swept.maskIn(map);
    const data = new Int8Array(swept.length);
    for (let i = 0; i < data.length; i++) data[i] = swept[i] === 1 ? 100 : map.data[i] === 0 ? 0 : -1;
    return { width, height, resolution_m, originX_m, originY_m, data };
  }
  /**
   * The floor that can be reached, and a point on it to plan from with the way there. A robot that was stopped by what the
   * map doesn't know, or that the map has since closed in on, stands where it may not stand: it goes back the way it came, which
   * was free when it drove there, to the first place that is connected to the rest of the floor.
   */
  #floorAt(T_map_base, now_s) {
    const map = this.#map;
    if (map === void 0) return void 0;
    const keepOut = this.#troubles.maskIn(map, now_s);
    const way = [T_map_base.x, T_map_base.y];
    let floor;
    for (const crumb of [T_map_base, ...this.#trail.back(ESCAPE_STEP_M)]) {
      way.push(crumb.x, crumb.y);
      const space = this.#freeSpace(map, crumb, keepOut);
      const area_m2 = areaOf(space.cleanable, space.resolution_m);
      if (!isStandable(space, crumb.x, crumb.y) && crumb !== T_map_base) continue;
      floor ??= { space, from: T_map_base, way: [] };
      if (area_m2 < 0.5 * this.#largestFloor_m2 || !isStandable(space, crumb.x, crumb.y)) continue;
      this.#largestFloor_m2 = Math.max(this.#largestFloor_m2, area_m2);
      floor = { space, from: crumb, way: way.length > 4 ? way : [] };
      break;
    }
    this.#space = floor?.space;
    return floor;
  }
  #freeSpace(map, from, keepOut) {
    const { bodyRadius_m, mainBrush } = this.#geometry;
    const { margin_m } = this.#options;
    return freeSpace(map, { robotRadius_m: bodyRadius_m, margin_m, brushWidth_m: mainBrush.width_m, keepOut, from });
  }
  #isStale(space) {
    if (this.#ahead.length === 0) return true;
    const floor_m2 = areaOf(space.cleanable, space.resolution_m);
    return !(Math.abs(floor_m2 - this.#plannedFloor_m2) < this.#options.staleArea_m2);
  }
  #replan(space, from) {
    const covered = this.#swept.maskIn(space);
    this.#tried.markGivenUp(covered, space);
    this.#ahead = [...planCoverage({ space, covered, from }).strokes];
    this.#plannedFloor_m2 = areaOf(space.cleanable, space.resolution_m);
  }
  #dropPlan() {
    this.#ahead = [];
    this.#underway = [];
  }
  /** The next strokes of the plan, up to a leg's length, with the way to the first. */
  #cleaningLeg({ space, from, way: wayBack }) {
    const points = [];
    let length_m = 0;
    while (this.#ahead.length > 0 && length_m < this.#options.legLength_m) {
      const stroke = this.#ahead.shift();
      const first2 = points.length === 0;
      if (first2 && stroke.kind === "travel") continue;
      if (first2) {
        const way = findPath(space, from, { x: stroke.path[0], y: stroke.path[1] });
        if (!way.ok) {
          this.#tried.add(stroke.path);
          continue;
        }
        points.push(...wayBack, ...way.path);
      }
      this.#underway.push(stroke);
      points.push(...stroke.path);
      length_m += lengthOf(stroke.path);
    }
    if (points.length === 0) return void 0;
    return { kind: "path", path_map: withoutRepeats2(points), cleaning: true, reason: "Cleaning." };
  }
  /** The way to the nearest border of the known floor that was not looked at twice already. */
  #exploringLeg({ space, from, way: wayBack }) {
    if (this.#map === void 0) return void 0;
    for (const frontier of findFrontiers(this.#map, space, from)) {
      const { x, y } = frontier.view;
      const visit = this.#visited.find((v) => hypot(v.x - x, v.y - y) < SAME_PLACE_M);
      if (visit !== void 0 && visit.times >= 2) continue;
      if (visit === void 0) this.#visited.push({ x, y, times: 1 });
      else visit.times++;
      const way = findPath(space, from, { x, y });
      if (!way.ok || lengthOf(way.path) < 0.05) continue;
      return { kind: "path", path_map: joined(wayBack, way.path), cleaning: false, reason: "Exploring." };
    }
    return void 0;
  }
  #wayTo(from, x, y, now_s, reason, failure) {
    const floor = this.#floorAt(from, now_s);
    if (floor === void 0) return noMap;
    const way = findPath(floor.space, floor.from, { x, y });
    if (!way.ok) return { kind: "none", reason: failure };
    return { kind: "path", path_map: joined(floor.way, way.path), cleaning: false, reason };
  }
  #summary() {
    const { coverage, cleanedArea_m2 } = this.figures();
    return `Cleaned ${cleanedArea_m2.toFixed(1)} m\xB2, ${Math.round(100 * coverage)} % of the floor that it can reach.`;
  }
};
var noMap = { kind: "none", reason: "The robot does not know yet where it is." };
var EDGE_SPOTS = 3;
var EDGE_STEP_M = 0.04;
var ESCAPE_STEP_M = 0.15;
var SAME_PLACE_M = 0.3;
function joined(way, path) {
  return withoutRepeats2([...way, ...path]);
}
function hasRoom(space) {
  return space.standable.includes(1);
}
function areaOf(mask, resolution_m) {
  let cells = 0;
  for (let i = 0; i < mask.length; i++) cells += mask[i];
  return cells * resolution_m * resolution_m;
}
function lengthOf(path) {
  let length = 0;
  for (let i = 2; i < path.length; i += 2) length += hypot(path[i] - path[i - 2], path[i + 1] - path[i - 1]);
  return length;
}
function withoutRepeats2(points) {
  const out2 = [];
  for (let i = 0; i < points.length; i += 2) {
    const n = out2.length;
    if (n >= 2 && hypot(points[i] - out2[n - 2], points[i + 1] - out2[n - 1]) < 1e-3) continue;
    out2.push(points[i], points[i + 1]);
  }
  return Float64Array.from(out2);
}

// packages/nodes/src/missionNode.ts
var missionParameters = {
  fan: { default: 0.6, unit: "1", min: 0, max: 1, description: "Fan level while cleaning." },
  brush: { default: 0.8, unit: "1", min: 0, max: 1, description: "Main and side brush level while cleaning." },
  report_period: {
    default: 1,
    unit: "s",
    min: 0.1,
    max: 10,
    description: "How often the state is published without news."
  }
};
var userCommands = ["start", "pause", "resume", "stop", "dock", "goto", "reset"];
function missionNode(geometry) {
  return {
    name: "mission",
    parameters: missionParameters,
    latency_s: 0.05,
    start: (node) => new Mission(node, geometry).start()
  };
}
var Mission = class {
  #node;
  #map = new MapAssembler();
  #work;
  #drive;
  #motors;
  #stateOut;
  #planOut;
  #coverageOut;
  #state = initialState;
  #goal;
  #T_map_odom = identity;
  #T_odom_base;
  #motorsOn = false;
  #driven_m = 0;
  #cleaning_s = 0;
  #lastOdom_s = Number.NaN;
  #coverageShown = -1;
  #anchor;
  constructor(node, geometry) {
    this.#node = node;
    this.#work = new CleaningWork(geometry);
    this.#drive = node.actionClient(homebound_interfaces_exports.Drive, "drive");
    this.#motors = node.publisher(homebound_interfaces_exports.CleaningMotors, "cmd_cleaning", qos.reliable);
    this.#stateOut = node.publisher(homebound_interfaces_exports.MissionState, "mission_state", qos.latched);
    this.#planOut = node.publisher(nav_msgs_exports.Path, "plan", qos.latched);
    this.#coverageOut = new MapPublisher(
      node.publisher(nav_msgs_exports.OccupancyGrid, "coverage", qos.latched),
      node.publisher(map_msgs_exports.OccupancyGridUpdate, "coverage_updates", qos.reliable)
    );
  }
  start() {
    const node = this.#node;
    node.subscribe(nav_msgs_exports.OccupancyGrid, "map", qos.latched, (m) => this.#map.addWhole(m));
    node.subscribe(map_msgs_exports.OccupancyGridUpdate, "map_updates", qos.reliable, (m) => {
      this.#map.addUpdate(m);
    });
    node.subscribe(tf2_msgs_exports.TFMessage, "tf", qos.tf, (m) => {
      for (const t of m.transforms) if (t.child_frame_id === "odom") this.#T_map_odom = transformFromMessage(t).T;
    });
    node.subscribe(
      nav_msgs_exports.Odometry,
      "odom",
      qos.sensorIn,
      (m) => this.#onOdometry(fromStamp(m.header.stamp), poseFromMessage(m.pose.pose))
    );
    node.subscribe(homebound_interfaces_exports.DockSensor, "dock_sensor", qos.sensorIn, (m) => {
      if (m.docked !== this.#state.docked) this.#onDock(m.docked);
    });
    node.subscribe(
      sensor_msgs_exports.BatteryState,
      "battery_state",
      qos.reliable,
      (m) => this.#handle({ type: "battery", charge: m.percentage })
    );
    node.service(
      homebound_interfaces_exports.MissionCommand,
      "mission_command",
      (request, respond) => respond(this.#onCommand(request))
    );
    node.timer(1, () => this.#watch());
    node.timer(node.parameters.report_period, () => {
      this.#report();
      this.#showCoverage();
    });
    return void 0;
  }
  get #T_map_base() {
    return this.#T_odom_base === void 0 ? void 0 : compose(this.#T_map_odom, this.#T_odom_base);
  }
  #onOdometry(stamp_s, T_odom_base) {
    const last = this.#T_odom_base;
    const dt = stamp_s - this.#lastOdom_s;
    this.#lastOdom_s = stamp_s;
    this.#T_odom_base = T_odom_base;
    if (last === void 0 || !isBusy(this.#state)) return;
    this.#driven_m += hypot(T_odom_base.x - last.x, T_odom_base.y - last.y);
    this.#cleaning_s += dt;
    this.#work.addPose(compose(this.#T_map_odom, T_odom_base), this.#motorsOn);
  }
  /** A drive that has not left a small circle for long will not get anywhere: it is ended as stuck, whatever the driver hopes. */
  #watch() {
    const at = this.#T_map_base;
    const now_s = this.#node.now_s();
    const { driveId, driving } = this.#state;
    const anchor = this.#anchor;
    if (at === void 0 || !driving) return;
    if (anchor?.driveId !== driveId || hypot(at.x - anchor.x, at.y - anchor.y) > STALL_RADIUS_M) {
      this.#anchor = { driveId, x: at.x, y: at.y, since_s: now_s };
      return;
    }
    if (now_s - anchor.since_s < STALL_S) return;
    this.#goal?.cancel();
    this.#goal = void 0;
    this.#work.legEnded(false);
    this.#work.markTrouble(at, at.x + 0.2 * cos(at.theta), at.y + 0.2 * sin(at.theta), "obstacle", now_s);
    this.#handle({ type: "driveEnded", driveId, outcome: "stuck", reason: "the robot did not get on" });
  }
  #onDock(docked) {
    const T_map_base = this.#T_map_base;
    if (docked && T_map_base !== void 0) this.#work.setDock(T_map_base);
    this.#handle({ type: "dock", docked });
  }
  #onCommand(request) {
    if (!userCommands.includes(request.command))
      return { accepted: false, reason: `Unknown command ${request.command}; known are ${userCommands.join(", ")}.` };
    const command = request.command;
    if (command === "goto" && !(Number.isFinite(request.x) && Number.isFinite(request.y)))
      return { accepted: false, reason: "The point to go to must be two finite numbers." };
    const allowed = mayCommand(this.#state, command);
    if (allowed !== true) return { accepted: false, reason: allowed };
    if (command === "start" && this.#state.phase !== "paused") this.#beginJob();
    this.#handle({ type: "user", command, x: request.x, y: request.y });
    return { accepted: true, reason: this.#state.reason };
  }
  #beginJob() {
    this.#driven_m = 0;
    this.#cleaning_s = 0;
    this.#work.beginJob();
    const T_map_base = this.#T_map_base;
    if (this.#state.docked && T_map_base !== void 0) this.#work.setDock(T_map_base);
  }
  #handle(event) {
    const before = this.#state;
    const { state, commands } = advance(before, event);
    this.#state = state;
    for (const command of commands) this.#execute(command);
    if (state.phase !== before.phase || state.reason !== before.reason) {
      this.#node.log("info", `${state.phase}: ${state.reason}`);
      this.#report();
    }
  }
  #execute(command) {
    switch (command.do) {
      case "drive":
        return this.#sendDrive(command.driveId, command.order);
      case "cancelDrive":
        this.#goal?.cancel();
        this.#goal = void 0;
        return;
      case "plan":
        return this.#handle({ type: "planned", leg: this.#plan(command.work) });
      case "motors":
        return this.#switchMotors(command.on);
      case "reset":
        return this.#work.reset();
    }
  }
  #plan(work) {
    const from = this.#T_map_base;
    const map = this.#map.grid;
    if (from === void 0 || map === void 0)
      return { kind: "none", reason: "The robot does not know yet where it is." };
    this.#work.setMap(map);
    const now_s = this.#node.now_s();
    if (work === "clean") return this.#work.nextLeg(from, now_s);
    if (work === "home") return this.#work.pathHome(from, now_s);
    return this.#work.pathTo(from, this.#state.goto_map.x, this.#state.goto_map.y, now_s);
  }
  #sendDrive(driveId, order) {
    const turnFrom = this.#T_map_base?.theta ?? 0;
    const yaw = Number.isNaN(order.yaw_rad) ? wrapAngle(turnFrom + THIRD_OF_A_TURN) : order.yaw_rad;
    const dock = this.#work.dock;
    const path = order.mode === "dock" && dock ? Float64Array.of(dock.x, dock.y) : order.path_map;
    this.#showPlan(order.path_map);
    this.#goal = this.#drive.send(
      // The drive task wants the way out of the dock; the docked robot faces into it.
      { mode: order.mode, path, yaw: order.mode === "dock" && dock ? wrapAngle(dock.theta + Math.PI) : yaw },
      (outcome) => {
        const result = outcome.ok ? outcome.value.result : void 0;
        if (outcome.ok && outcome.value.status === "canceled") return;
        const ended2 = result?.outcome ?? "failed";
        if (driveId === this.#state.driveId) this.#noteTrouble(ended2, result);
        const reason = result?.reason ?? (outcome.ok ? "" : outcome.error.message);
        this.#node.log("debug", `${order.mode} ended: ${ended2}. ${reason}`);
        this.#handle({ type: "driveEnded", driveId, outcome: ended2, reason });
      }
    );
  }
  #noteTrouble(ended2, result) {
    this.#work.legEnded(ended2 === "arrived");
    if (result === void 0 || !Number.isFinite(result.blocked_x)) return;
    const kind = ended2 === "cliff" ? "cliff" : "obstacle";
    const at = this.#T_map_base ?? identity;
    this.#work.markTrouble(at, result.blocked_x, result.blocked_y, kind, this.#node.now_s());
  }
  #switchMotors(on) {
    if (on === this.#motorsOn) return;
    this.#motorsOn = on;
    const { fan, brush } = this.#node.parameters;
    this.#motors.publish(on ? { fan, main_brush: brush, side_brush: brush } : { fan: 0, main_brush: 0, side_brush: 0 });
  }
  #report() {
    const { coverage, cleanedArea_m2, reachableArea_m2 } = this.#work.figures();
    const { phase, reason, reasonCode } = this.#state;
    this.#stateOut.publish({
      header: header(this.#node.now_s(), "map"),
      state: phase,
      reason,
      reason_code: reasonCode,
      coverage,
      cleaned_area: cleanedArea_m2,
      reachable_area: reachableArea_m2,
      driven_length: this.#driven_m,
      cleaning_time: this.#cleaning_s
    });
  }
  #showCoverage() {
    const version = this.#work.coverageVersion;
    if (version === this.#coverageShown) return;
    this.#coverageShown = version;
    const grid = this.#work.coverageGrid();
    if (grid !== void 0) this.#coverageOut.publish(this.#node.now_s(), grid);
  }
  /** For people to look at: at most MAX_SHOWN way-points, since each PoseStamped is costly on a real graph. */
  #showPlan(path_map) {
    const stamp = toStamp(this.#node.now_s());
    const n = path_map.length / 2;
    const step2 = Math.max(1, Math.ceil(n / MAX_SHOWN));
    const poses = [];
    for (let i = 0; i < n; i++)
      if (i % step2 === 0 || i === n - 1)
        poses.push({
          header: { stamp, frame_id: "map" },
          pose: {
            position: { x: path_map[2 * i], y: path_map[2 * i + 1], z: 0 },
            orientation: { x: 0, y: 0, z: 0, w: 1 }
          }
        });
    this.#planOut.publish({ header: { stamp, frame_id: "map" }, poses });
  }
};
var STALL_RADIUS_M = 0.25;
var STALL_S = 45;
var THIRD_OF_A_TURN = 2 * Math.PI / 3;
var MAX_SHOWN = 200;

// packages/slam/src/map/distanceField.ts
var DistanceField = class {
  #map;
  #rings;
  constructor(map, rings) {
    this.#map = map;
    this.#rings = rings;
  }
  /** Whether the field holds the cell as occupied. */
  isOccupied(ix, iy) {
    return this.#map.nearest[this.#map.at(ix, iy)] === 0;
  }
  /** Distance in cells from the centre of a cell to that of the nearest occupied one; the radius when there is none within it. */
  distance_cells(ix, iy) {
    return this.#rings.distance[this.#map.nearest[this.#map.at(ix, iy)]];
  }
  /**
   * Takes over changes of a set of cells.
   * @param cells    ix, iy of the cells that may have changed, interleaved, shape [n, 2]; repeats do no harm
   * @param isOccupied whether a cell is occupied now, by its place in the map's pools
   */
  update(cells, n, isOccupied) {
    for (let i = 0; i < 2 * n; i += 2) this.#unmark(cells[i], cells[i + 1], isOccupied);
    for (let i = 0; i < 2 * n; i += 2) this.#relabel(cells[i], cells[i + 1]);
    for (let i = 0; i < 2 * n; i += 2) this.#stamp(cells[i], cells[i + 1], isOccupied);
  }
  /** A cell that is no longer occupied stops being one before anything is searched, so that no search finds it. */
  #unmark(ix, iy, isOccupied) {
    const at = this.#map.at(ix, iy);
    if (this.#map.nearest[at] === 0 && !isOccupied(at)) this.#map.nearest[at] = this.#rings.count;
  }
  /** Finds a new nearest cell for all that point at one which is occupied no more. */
  #relabel(ix, iy) {
    const map = this.#map;
    const { count, dx, dy, opposite } = this.#rings;
    if (map.nearest[map.at(ix, iy)] !== count) return;
    map.nearest[map.at(ix, iy)] = this.#nextNearest(ix, iy, 1);
    for (let j = 1; j < count; j++) {
      const cx = ix + dx[j];
      const cy = iy + dy[j];
      const at = map.at(cx, cy);
      if (map.nearest[at] === opposite[j]) map.nearest[at] = this.#nextNearest(cx, cy, opposite[j] + 1);
    }
  }
  #nextNearest(ix, iy, from) {
    const map = this.#map;
    const { count, dx, dy } = this.#rings;
    for (let k = from; k < count; k++) if (map.nearest[map.at(ix + dx[k], iy + dy[k])] === 0) return k;
    return count;
  }
  #stamp(ix, iy, isOccupied) {
    const map = this.#map;
    const centre = map.ensure(ix, iy);
    if (map.nearest[centre] === 0 || !isOccupied(centre)) return;
    const { count, dx, dy, opposite } = this.#rings;
    for (let j = 0; j < count; j++) {
      const at = map.ensure(ix + dx[j], iy + dy[j]);
      if (opposite[j] < map.nearest[at]) map.nearest[at] = opposite[j];
    }
  }
};

// packages/slam/src/map/rings.ts
function makeRings(radius_cells) {
  if (!Number.isInteger(radius_cells) || radius_cells < 1 || radius_cells > 100)
    throw new RangeError(`Cannot build rings: radius must be a whole number of cells in [1, 100], got ${radius_cells}`);
  const offsets = [];
  for (let dy = -radius_cells; dy <= radius_cells; dy++)
    for (let dx = -radius_cells; dx <= radius_cells; dx++) {
      const square = dx * dx + dy * dy;
      if (square < radius_cells * radius_cells) offsets.push({ dx, dy, square });
    }
  offsets.sort((a2, b2) => a2.square - b2.square || a2.dy - b2.dy || a2.dx - b2.dx);
  const count = offsets.length;
  const indexOf = new Map(offsets.map(({ dx, dy }, k) => [dy * 1e3 + dx, k]));
  return {
    count,
    radius_cells,
    dx: Int16Array.from(offsets, (o) => o.dx),
    dy: Int16Array.from(offsets, (o) => o.dy),
    opposite: Uint16Array.from(offsets, (o) => indexOf.get(-o.dy * 1e3 - o.dx)),
    distance: Float64Array.from([...offsets.map((o) => Math.sqrt(o.square)), radius_cells])
  };
}

// packages/slam/src/map/tileMap.ts
var TILE_SHIFT = 5;
var TILE_SIDE = 1 << TILE_SHIFT;
var TILE_CELLS = TILE_SIDE * TILE_SIDE;
var MASK = TILE_SIDE - 1;
var TileMap = class {
  resolution_m;
  counts;
  nearest;
  #nothingNear;
  #directory = new Int32Array(0);
  // The directory covers tiles [#tileX0, #tileX0 + #tilesWide) × [#tileY0, …).
  #tileX0 = 0;
  #tileY0 = 0;
  #tilesWide = 0;
  #tilesHigh = 0;
  #tileCount = 1;
  /** @param nothingNear the value of `nearest` in a fresh cell */
  constructor(resolution_m, nothingNear) {
    if (!(resolution_m > 0 && resolution_m < 10))
      throw new RangeError(`Cannot build map: resolution must be in (0, 10) m, got ${resolution_m}`);
    this.resolution_m = resolution_m;
    this.#nothingNear = nothingNear;
    this.counts = new Uint32Array(16 * TILE_CELLS);
    this.nearest = new Uint16Array(16 * TILE_CELLS).fill(nothingNear);
  }
  /** Tiles that hold cells (the one of nowhere not counted). */
  get tileCount() {
    return this.#tileCount - 1;
  }
  get isEmpty() {
    return this.#tileCount === 1;
  }
  /** Place of a cell in the pools, for reading; a cell outside all tiles reads as never seen. */
  at(ix, iy) {
    const tx = (ix >> TILE_SHIFT) - this.#tileX0;
    const ty = (iy >> TILE_SHIFT) - this.#tileY0;
    const inside = tx >= 0 && ty >= 0 && tx < this.#tilesWide && ty < this.#tilesHigh;
    const tile = inside ? this.#directory[ty * this.#tilesWide + tx] : 0;
    return tile << 2 * TILE_SHIFT | (iy & MASK) << TILE_SHIFT | ix & MASK;
  }
  /** Place of a cell in the pools, for writing: makes its tile when there is none. `counts` and `nearest` may be replaced. */
  ensure(ix, iy) {
    const at = this.at(ix, iy);
    return at >= TILE_CELLS ? at : this.#make(ix, iy);
  }
  /** The cells of all tiles, or `undefined` while there is none. Wider than what was seen by up to a tile. */
  bounds() {
    let [minX, minY, maxX, maxY] = [this.#tilesWide, this.#tilesHigh, -1, -1];
    for (let ty = 0; ty < this.#tilesHigh; ty++)
      for (let tx = 0; tx < this.#tilesWide; tx++)
        if (this.#directory[ty * this.#tilesWide + tx] !== 0) {
          minX = Math.min(minX, tx);
          maxX = Math.max(maxX, tx);
          minY = Math.min(minY, ty);
          maxY = Math.max(maxY, ty);
        }
    if (maxX < 0) return void 0;
    return {
      minIx: (minX + this.#tileX0) * TILE_SIDE,
      minIy: (minY + this.#tileY0) * TILE_SIDE,
      maxIx: (maxX + this.#tileX0) * TILE_SIDE + MASK,
      maxIy: (maxY + this.#tileY0) * TILE_SIDE + MASK
    };
  }
  #make(ix, iy) {
    this.#cover(ix >> TILE_SHIFT, iy >> TILE_SHIFT);
    const slot = ((iy >> TILE_SHIFT) - this.#tileY0) * this.#tilesWide + (ix >> TILE_SHIFT) - this.#tileX0;
    if ((this.#tileCount + 1) * TILE_CELLS > this.counts.length) this.#growPools();
    this.#directory[slot] = this.#tileCount++;
    return this.at(ix, iy);
  }
  #growPools() {
    const counts = new Uint32Array(Math.ceil(this.counts.length * 1.5));
    counts.set(this.counts);
    const nearest2 = new Uint16Array(counts.length).fill(this.#nothingNear, this.nearest.length);
    nearest2.set(this.nearest);
    this.counts = counts;
    this.nearest = nearest2;
  }
  /** Makes the directory cover a tile, with room to grow on the side that it grew to. */
  #cover(tileX, tileY) {
    if (this.#tilesWide === 0) {
      [this.#tileX0, this.#tileY0, this.#tilesWide, this.#tilesHigh] = [tileX - 8, tileY - 8, 16, 16];
      this.#directory = new Int32Array(16 * 16);
    }
    const marginX = this.#tilesWide >> 1;
    const marginY = this.#tilesHigh >> 1;
    const x0 = tileX < this.#tileX0 ? tileX - marginX : this.#tileX0;
    const y0 = tileY < this.#tileY0 ? tileY - marginY : this.#tileY0;
    const oldX1 = this.#tileX0 + this.#tilesWide;
    const oldY1 = this.#tileY0 + this.#tilesHigh;
    const x1 = tileX >= oldX1 ? tileX + 1 + marginX : oldX1;
    const y1 = tileY >= oldY1 ? tileY + 1 + marginY : oldY1;
    if (x0 === this.#tileX0 && y0 === this.#tileY0 && x1 === oldX1 && y1 === oldY1) return;
    const wide = x1 - x0;
    const directory = new Int32Array(wide * (y1 - y0));
    for (let ty = 0; ty < this.#tilesHigh; ty++) {
      const row = this.#directory.subarray(ty * this.#tilesWide, (ty + 1) * this.#tilesWide);
      directory.set(row, (ty + this.#tileY0 - y0) * wide + this.#tileX0 - x0);
    }
    this.#directory = directory;
    [this.#tileX0, this.#tileY0, this.#tilesWide, this.#tilesHigh] = [x0, y0, wide, y1 - y0];
  }
};

// packages/slam/src/map/occupancyMap.ts
var defaultOccupancyMapOptions = {
  resolution_m: 0.05,
  truncation_m: 0.5,
  occupiedShare: 0.25,
  clearNoReturn_m: 1,
  maxCount: 4e3
};
var HIT = 65537;
var TOUCH = 1;
var OccupancyMap = class {
  tiles;
  rings;
  field;
  #options;
  #isOccupied;
  // Cells whose state may have flipped in this scan, ix, iy interleaved; grows to the worst scan seen.
  #flipped = new Int32Array(2048);
  #flippedCount = 0;
  // Cells touched in this scan.
  #minIx = 0;
  #minIy = 0;
  #maxIx = 0;
  #maxIy = 0;
  constructor(options = {}) {
    this.#options = { ...defaultOccupancyMapOptions, ...options };
    const { resolution_m, truncation_m, occupiedShare, clearNoReturn_m, maxCount } = this.#options;
    if (!(occupiedShare > 0 && occupiedShare < 1))
      throw new RangeError(`Cannot build map: occupiedShare must be in (0, 1), got ${occupiedShare}`);
    if (!(clearNoReturn_m >= 0))
      throw new RangeError(`Cannot build map: clearNoReturn_m must be >= 0, got ${clearNoReturn_m}`);
    if (!(maxCount >= 4 && maxCount < 65536))
      throw new RangeError(`Cannot build map: maxCount must be in [4, 65535], got ${maxCount}`);
    this.rings = makeRings(Math.round(truncation_m / resolution_m));
    this.tiles = new TileMap(resolution_m, this.rings.count);
    this.field = new DistanceField(this.tiles, this.rings);
    this.#isOccupied = (at) => this.#counted(this.tiles.counts[at]);
  }
  get resolution_m() {
    return this.tiles.resolution_m;
  }
  get isEmpty() {
    return this.tiles.isEmpty;
  }
  /**
   * Draws a scan into the map and brings the distance field up to date.
   * @returns the cells that may have changed; `undefined` when the scan had neither return nor miss
   */
  insert(points, T_map_base) {
    const { hits, misses, pts_base, origins_base } = points;
    if (hits + misses === 0) return void 0;
    const inv = 1 / this.resolution_m;
    const c = cos(T_map_base.theta) * inv;
    const s = sin(T_map_base.theta) * inv;
    const tx = T_map_base.x * inv;
    const ty = T_map_base.y * inv;
    const clear_cells = this.#options.clearNoReturn_m * inv;
    this.#begin();
    for (let i = 0; i < hits + misses; i++) {
      const ox = tx + c * origins_base[2 * i] - s * origins_base[2 * i + 1];
      const oy = ty + s * origins_base[2 * i] + c * origins_base[2 * i + 1];
      let px = tx + c * pts_base[2 * i] - s * pts_base[2 * i + 1];
      let py = ty + s * pts_base[2 * i] + c * pts_base[2 * i + 1];
      if (i >= hits) {
        const length = Math.sqrt((px - ox) * (px - ox) + (py - oy) * (py - oy));
        const share2 = Math.min(1, clear_cells / length);
        px = ox + share2 * (px - ox);
        py = oy + share2 * (py - oy);
      }
      this.#touchRay(ox, oy, px, py);
      if (i < hits) this.#add(Math.floor(px), Math.floor(py), HIT);
    }
    this.field.update(this.#flipped, this.#flippedCount, this.#isOccupied);
    return { minIx: this.#minIx, minIy: this.#minIy, maxIx: this.#maxIx, maxIy: this.#maxIy };
  }
  /** Whether any ray touched the cell. */
  isKnown(ix, iy) {
    return this.tiles.counts[this.tiles.at(ix, iy)] !== 0;
  }
  /**
   * A copy of a rectangle: -1 never seen; [0, 25) free and (65, 100] occupied by our own threshold, so that ROS's usual
   * thresholds (0.25, 0.65) reproduce it.
   */
  region(rect) {
    const width = rect.maxIx - rect.minIx + 1;
    const height = rect.maxIy - rect.minIy + 1;
    if (!(width > 0 && height > 0 && width * height <= 1e9))
      throw new RangeError(`Cannot read map region: it must hold 1 to 1e9 cells, got ${width} x ${height}`);
    const data = new Int8Array(width * height);
    const { counts } = this.tiles;
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        data[y * width + x] = this.#percent(counts[this.tiles.at(rect.minIx + x, rect.minIy + y)]);
    const { resolution_m } = this;
    return {
      width,
      height,
      resolution_m,
      originX_m: rect.minIx * resolution_m,
      originY_m: rect.minIy * resolution_m,
      data
    };
  }
  /** The smallest rectangle that holds every cell a ray touched, or `undefined` for an empty map. */
  content() {
    const bounds = this.tiles.bounds();
    if (bounds === void 0) return void 0;
    let { minIx, minIy, maxIx, maxIy } = bounds;
    const isEmptyRow = (iy) => !this.#anyKnown(minIx, iy, maxIx, iy);
    const isEmptyColumn = (ix) => !this.#anyKnown(ix, minIy, ix, maxIy);
    while (minIy < maxIy && isEmptyRow(minIy)) minIy++;
    while (maxIy > minIy && isEmptyRow(maxIy)) maxIy--;
    while (minIx < maxIx && isEmptyColumn(minIx)) minIx++;
    while (maxIx > minIx && isEmptyColumn(maxIx)) maxIx--;
    return { minIx, minIy, maxIx, maxIy };
  }
  #anyKnown(minIx, minIy, maxIx, maxIy) {
    for (let iy = minIy; iy <= maxIy; iy++)
      for (let ix = minIx; ix <= maxIx; ix++) if (this.isKnown(ix, iy)) return true;
    return false;
  }
  #counted(count) {
    return count >>> 16 >= (count & 65535) * this.#options.occupiedShare && count !== 0;
  }
  #percent(count) {
    if (count === 0) return -1;
    const share2 = (count >>> 16) / (count & 65535);
    const limit = this.#options.occupiedShare;
    return share2 >= limit ? Math.round(66 + 34 * (share2 - limit) / (1 - limit)) : Math.floor(24 * share2 / limit);
  }
  #begin() {
    this.#flippedCount = 0;
    this.#minIx = this.#minIy = Number.POSITIVE_INFINITY;
    this.#maxIx = this.#maxIy = Number.NEGATIVE_INFINITY;
  }
  /** Counts a ray in every cell it crosses but the last one (Amanatides and Woo 1987); coordinates in cells. */
  #touchRay(ox, oy, px, py) {
    let ix = Math.floor(ox);
    let iy = Math.floor(oy);
    const endX = Math.floor(px);
    const endY = Math.floor(py);
    this.#stretch(ix, iy);
    this.#stretch(endX, endY);
    const dx = px - ox;
    const dy = py - oy;
    const stepX = dx > 0 ? 1 : -1;
    const stepY = dy > 0 ? 1 : -1;
    const perX = dx === 0 ? Number.POSITIVE_INFINITY : 1 / Math.abs(dx);
    const perY = dy === 0 ? Number.POSITIVE_INFINITY : 1 / Math.abs(dy);
    let nextX = dx === 0 ? Number.POSITIVE_INFINITY : (dx > 0 ? ix + 1 - ox : ox - ix) * perX;
    let nextY = dy === 0 ? Number.POSITIVE_INFINITY : (dy > 0 ? iy + 1 - oy : oy - iy) * perY;
    for (let left = Math.abs(endX - ix) + Math.abs(endY - iy); left > 0; left--) {
      this.#add(ix, iy, TOUCH);
      if (nextX < nextY ? ix !== endX : iy === endY) {
        ix += stepX;
        nextX += perX;
      } else {
        iy += stepY;
        nextY += perY;
      }
    }
  }
  #add(ix, iy, what) {
    const at = this.tiles.ensure(ix, iy);
    const { counts } = this.tiles;
    const before = counts[at];
    let after = before + what;
    if ((after & 65535) >= this.#options.maxCount) after = after >>> 17 << 16 | (after & 65535) >>> 1;
    counts[at] = after;
    if (this.#counted(before) !== this.#counted(after)) this.#noteFlip(ix, iy);
  }
  #noteFlip(ix, iy) {
    if (2 * this.#flippedCount + 2 > this.#flipped.length) {
      const longer = new Int32Array(2 * this.#flipped.length);
      longer.set(this.#flipped);
      this.#flipped = longer;
    }
    this.#flipped[2 * this.#flippedCount] = ix;
    this.#flipped[2 * this.#flippedCount + 1] = iy;
    this.#flippedCount++;
  }
  #stretch(ix, iy) {
    if (ix < this.#minIx) this.#minIx = ix;
    if (ix > this.#maxIx) this.#maxIx = ix;
    if (iy < this.#minIy) this.#minIy = iy;
    if (iy > this.#maxIy) this.#maxIy = iy;
  }
};

// packages/slam/src/odometry/gyroYaw.ts
var READING_RADPS = 0.01;
var FIRST_BIAS_RADPS = 0.05;
var WANDER_RADPS = 1e-4;
var GATE = 4;
var MAX_AGE_S = 0.1;
var GyroYaw = class {
  #stamp_s = Number.NaN;
  #rate_radps = 0;
  #yaw_rad = 0;
  #earlierStamp_s = Number.NaN;
  #earlierYaw_rad = 0;
  #bias_radps = 0;
  #biasVariance = FIRST_BIAS_RADPS * FIRST_BIAS_RADPS;
  get bias_radps() {
    return this.#bias_radps;
  }
  /** The last turn rate without bias; 0 before the first record. */
  get rate_radps() {
    return this.#rate_radps - this.#bias_radps;
  }
  /** @param atRest whether the body is known not to turn, so that the reading is bias and noise alone */
  add(stamp_s, wz_radps, atRest) {
    const dt = stamp_s - this.#stamp_s;
    if (dt <= 0) return;
    if (dt > 0) {
      this.#biasVariance += WANDER_RADPS * WANDER_RADPS * dt;
      if (atRest) this.#learnBias(wz_radps);
      this.#earlierStamp_s = this.#stamp_s;
      this.#earlierYaw_rad = this.#yaw_rad;
      this.#yaw_rad += (0.5 * (this.#rate_radps + wz_radps) - this.#bias_radps) * dt;
    }
    this.#stamp_s = stamp_s;
    this.#rate_radps = wz_radps;
  }
  /** The heading at a time near the last records; `undefined` without records or long after the last. */
  yawAt(stamp_s) {
    const ahead_s = stamp_s - this.#stamp_s;
    if (!(ahead_s <= MAX_AGE_S)) return void 0;
    if (ahead_s >= 0) return this.#yaw_rad + this.rate_radps * ahead_s;
    const span_s = this.#stamp_s - this.#earlierStamp_s;
    if (!(span_s > 0) || ahead_s < -span_s - MAX_AGE_S) return void 0;
    return this.#yaw_rad + (this.#yaw_rad - this.#earlierYaw_rad) / span_s * ahead_s;
  }
  /** One step of a scalar Kalman filter whose state is the bias. */
  #learnBias(wz_radps) {
    const variance = this.#biasVariance + READING_RADPS * READING_RADPS;
    const off = wz_radps - this.#bias_radps;
    if (off * off > GATE * GATE * variance) return;
    const gain = this.#biasVariance / variance;
    this.#bias_radps += gain * off;
    this.#biasVariance *= 1 - gain;
  }
};

// packages/slam/src/odometry/odometry.ts
var defaultOdometryOptions = {
  stillStep_m: 5e-4,
  settle_s: 0.3,
  slipRate_radps: 0.15,
  slipShare: 0.15,
  wayNoise_mPerRootM: 0.02,
  headingNoise_radPerRootM: 0.05,
  turnNoise_radPerRootRad: 0.05,
  gyroNoise_radPerRootS: 2e-3,
  slipInflation: 5
};
var REST_RADPS = 0.02;
var SLIP_SMOOTHING_S = 0.15;
var Odometry2 = class {
  options;
  #gyro = new GyroYaw();
  #wheels;
  #gyroYaw_rad;
  #T_odom_base = identity;
  #covariance = new Float64Array(9);
  // Where and since when the wheels have been at rest.
  #rest;
  #isStill = false;
  #disagreement_radps = 0;
  constructor(options) {
    this.options = { ...defaultOdometryOptions, ...options };
    for (const [name, value] of Object.entries(this.options))
      if (!(value > 0) || !Number.isFinite(value))
        throw new RangeError(`Cannot build odometry: ${name} must be > 0, got ${value}`);
  }
  /** Takes a gyro record. Throws RangeError when the rate is not finite; one that isn't newer than the last is dropped. */
  addImu(record) {
    if (!Number.isFinite(record.stamp_s + record.wz_radps))
      throw new RangeError(`Cannot add imu: wz must be finite, got ${record.wz_radps} rad/s at ${record.stamp_s} s`);
    this.#gyro.add(record.stamp_s, record.wz_radps, this.#isStill);
  }
  /**
   * Takes a wheel record and moves the pose.
   * @returns the new state; `undefined` for the first record and for one that isn't newer than the last. A gap
   *   between records is taken as one arc: the wheels did count it.
   */
  addWheels(record) {
    if (!Number.isFinite(record.stamp_s + record.left_m + record.right_m))
      throw new RangeError(
        `Cannot add wheels: numbers must be finite, got left ${record.left_m} m, right ${record.right_m} m at ${record.stamp_s} s`
      );
    const last = this.#wheels;
    if (last !== void 0 && record.stamp_s <= last.stamp_s) return void 0;
    const gyroBefore_rad = this.#gyroYaw_rad;
    this.#wheels = record;
    this.#gyroYaw_rad = this.#gyro.yawAt(record.stamp_s);
    const isStill = this.#noteStill(record);
    this.#isStill = isStill;
    if (last === void 0) return void 0;
    const dt = record.stamp_s - last.stamp_s;
    const left = record.left_m - last.left_m;
    const right = record.right_m - last.right_m;
    const way = 0.5 * (left + right);
    const wheelTurn = (right - left) / this.options.wheelBase_m;
    const usesGyro = gyroBefore_rad !== void 0 && this.#gyroYaw_rad !== void 0;
    const gyroTurn = usesGyro ? this.#gyroYaw_rad - gyroBefore_rad : wheelTurn;
    const turn2 = isStill && Math.abs(gyroTurn) < REST_RADPS * dt ? 0 : gyroTurn;
    const isSlipping = usesGyro && this.#noteSlip(wheelTurn, turn2, dt);
    const before = this.#T_odom_base;
    this.#T_odom_base = driveArc(before, way / dt, turn2 / dt, dt);
    if (!isStill || turn2 !== 0) this.#growCovariance(before, way, turn2, dt, usesGyro, isSlipping);
    return {
      stamp_s: record.stamp_s,
      T_odom_base: this.#T_odom_base,
      v_mps: way / dt,
      w_radps: turn2 / dt,
      covariance: this.#covariance.slice(),
      usesGyro,
      gyroBias_radps: this.#gyro.bias_radps,
      isStill,
      isSlipping
    };
  }
  /** Both wheels within `stillStep_m` of one place for `settle_s`. Creeping moves the place and starts the clock anew. */
  #noteStill({ stamp_s, left_m, right_m }) {
    const rest = this.#rest;
    const step2 = this.options.stillStep_m;
    if (rest !== void 0 && Math.abs(left_m - rest.left_m) < step2 && Math.abs(right_m - rest.right_m) < step2)
      return stamp_s - rest.stamp_s >= this.options.settle_s;
    this.#rest = { stamp_s, left_m, right_m };
    return false;
  }
  /** Low-passes the disagreement of wheels and gyro, since one encoder step more or less is no slip. */
  #noteSlip(wheelTurn, turn2, dt) {
    const share2 = Math.min(1, dt / SLIP_SMOOTHING_S);
    this.#disagreement_radps += share2 * ((wheelTurn - turn2) / dt - this.#disagreement_radps);
    const allowed = this.options.slipRate_radps + this.options.slipShare * Math.abs(turn2 / dt);
    return Math.abs(this.#disagreement_radps) > allowed;
  }
  /** P <- F P F^T + Q for one arc, in the odom frame: F adds the old heading's error times the chord, Q the arc's own. */
  #growCovariance(before, way, turn2, dt, usesGyro, isSlipping) {
    const { wayNoise_mPerRootM, headingNoise_radPerRootM, turnNoise_radPerRootRad, gyroNoise_radPerRootS } = this.options;
    const inflate = isSlipping ? this.options.slipInflation * this.options.slipInflation : 1;
    const qWay = inflate * wayNoise_mPerRootM * wayNoise_mPerRootM * Math.abs(way);
    const qTurn = usesGyro ? gyroNoise_radPerRootS * gyroNoise_radPerRootS * dt : headingNoise_radPerRootM * headingNoise_radPerRootM * Math.abs(way) + turnNoise_radPerRootRad * turnNoise_radPerRootRad * Math.abs(turn2);
    const P = this.#covariance;
    const dx = this.#T_odom_base.x - before.x;
    const dy = this.#T_odom_base.y - before.y;
    const c = cos(before.theta);
    const s = sin(before.theta);
    const [xx, xy, xt, , yy, yt, , , tt] = P;
    P[0] = xx - 2 * dy * xt + dy * dy * tt + c * c * qWay;
    P[1] = P[3] = xy + dx * xt - dy * yt - dx * dy * tt + c * s * qWay;
    P[4] = yy + 2 * dx * yt + dx * dx * tt + s * s * qWay;
    P[2] = P[6] = xt - dy * tt;
    P[5] = P[7] = yt + dx * tt;
    P[8] = tt + qTurn;
  }
};

// packages/lidar/src/dropIsolated.ts
function dropIsolated(ranges_m, cosStep, cosTwoStep, wraps, reach_m, out2) {
  const n = ranges_m.length;
  const reach2 = reach_m * reach_m;
  for (let i = 0; i < n; i++) {
    const r2 = ranges_m[i];
    out2[i] = r2;
    if (!(r2 < Number.POSITIVE_INFINITY && r2 > 0)) continue;
    let hasNeighbour = false;
    for (let step2 = -2; step2 <= 2 && !hasNeighbour; step2++) {
      let j = i + step2;
      if (step2 === 0 || !wraps && (j < 0 || j >= n)) continue;
      j = (j + n) % n;
      const q = ranges_m[j];
      const cosine = step2 === 1 || step2 === -1 ? cosStep : cosTwoStep;
      hasNeighbour = r2 * r2 + q * q - 2 * r2 * q * cosine <= reach2;
    }
    if (!hasNeighbour) out2[i] = Number.NaN;
  }
}

// packages/lidar/src/scanProjector.ts
var defaultProjectorOptions = {
  T_base_lidar: identity,
  minRange_m: 0.03,
  maxRange_m: void 0,
  isolation_m: void 0
};
var FAR_M = 100;
var KNOTS = 16;
var ScanProjector = class {
  options;
  #table;
  #filtered = new Float32Array(0);
  #points = {
    stamp_s: 0,
    hits: 0,
    misses: 0,
    invalid: 0,
    pts_base: new Float64Array(0),
    origins_base: new Float64Array(0)
  };
  #missing = new Int32Array(0);
  // x, y, cos, sin of T_ref_lidar at each knot, where ref is the base at the reference instant.
  #knots = new Float64Array(4 * (KNOTS + 1));
  constructor(options = {}) {
    this.options = { ...defaultProjectorOptions, ...options };
    const { minRange_m, maxRange_m, isolation_m } = this.options;
    if (!(minRange_m >= 0)) throw new RangeError(`Cannot build projector: minRange_m must be >= 0, got ${minRange_m}`);
    if (maxRange_m !== void 0 && !(maxRange_m > minRange_m))
      throw new RangeError(`Cannot build projector: maxRange_m must be > minRange_m ${minRange_m}, got ${maxRange_m}`);
    if (isolation_m !== void 0 && !(isolation_m > 0))
      throw new RangeError(`Cannot build projector: isolation_m must be > 0, got ${isolation_m}`);
  }
  /**
   * The scan's points in the base frame at the time of its last beam.
   * @param motion T_odom_base by time, for the de-skew; absent = the robot stood still during the turn
   * @returns borrowed points, or `undefined` when `motion` doesn't cover the scan. Throws RangeError for a scan whose
   *   geometry can't be (no beams, increments that are not positive or not finite).
   */
  project(scan, motion) {
    checkScan(scan);
    const n = scan.ranges_m.length;
    const table = this.#tableFor(scan);
    this.#reserve(n);
    const knotStep = scan.timeIncrement_s > 0 && motion !== void 0 ? Math.max(1, Math.ceil((n - 1) / KNOTS)) : n;
    if (!this.#fillKnots(scan, knotStep, motion)) return void 0;
    this.#fillPoints(scan, this.#filter(scan.ranges_m, table), table, knotStep);
    return this.#points;
  }
  #filter(ranges_m, table) {
    const { isolation_m } = this.options;
    if (isolation_m === void 0) return ranges_m;
    dropIsolated(ranges_m, table.cosStep, table.cosTwoStep, table.wraps, isolation_m, this.#filtered);
    return this.#filtered;
  }
  #tableFor(scan) {
    const { angleMin_rad, angleIncrement_rad } = scan;
    const n = scan.ranges_m.length;
    const old = this.#table;
    if (old !== void 0 && old.cosines.length === n && old.angleMin_rad === angleMin_rad && old.angleIncrement_rad === angleIncrement_rad)
      return old;
    const cosines = new Float64Array(n);
    const sines = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      cosines[i] = cos(angleMin_rad + i * angleIncrement_rad);
      sines[i] = sin(angleMin_rad + i * angleIncrement_rad);
    }
    const gap = Math.abs(angleDiff(n * angleIncrement_rad, 0));
    this.#table = {
      angleMin_rad,
      angleIncrement_rad,
      cosines,
      sines,
      cosStep: cos(angleIncrement_rad),
      cosTwoStep: cos(2 * angleIncrement_rad),
      wraps: n * angleIncrement_rad > Math.PI && gap < 1.5 * angleIncrement_rad
    };
    return this.#table;
  }
  #reserve(n) {
    if (this.#missing.length >= n) {
      if (this.#filtered.length !== n) this.#filtered = new Float32Array(n);
      return;
    }
    this.#filtered = new Float32Array(n);
    this.#missing = new Int32Array(n);
    this.#points.pts_base = new Float64Array(2 * n);
    this.#points.origins_base = new Float64Array(2 * n);
  }
  /** Fills the knots: T_ref_lidar(t) = T_base(end)_base(t) · T_base_lidar. */
  #fillKnots(scan, knotStep, motion) {
    const { T_base_lidar } = this.options;
    const last = scan.ranges_m.length - 1;
    const end_s = scan.stamp_s + last * scan.timeIncrement_s;
    this.#points.stamp_s = end_s;
    const T_odom_ref = motion === void 0 ? identity : motion(end_s);
    if (T_odom_ref === void 0) return false;
    const knots = this.#knots;
    for (let k = 0; k * knotStep < last + knotStep; k++) {
      const stamp_s = scan.stamp_s + Math.min(k * knotStep, last) * scan.timeIncrement_s;
      const T_odom_base = motion === void 0 || knotStep > last ? T_odom_ref : motion(stamp_s);
      if (T_odom_base === void 0) return false;
      const T_ref_lidar = compose(between(T_odom_ref, T_odom_base), T_base_lidar);
      knots[4 * k] = T_ref_lidar.x;
      knots[4 * k + 1] = T_ref_lidar.y;
      knots[4 * k + 2] = cos(T_ref_lidar.theta);
      knots[4 * k + 3] = sin(T_ref_lidar.theta);
    }
    return true;
  }
  #fillPoints(scan, ranges_m, table, knotStep) {
    const points = this.#points;
    const { pts_base, origins_base } = points;
    const { cosines, sines } = table;
    const knots = this.#knots;
    const missing = this.#missing;
    const n = ranges_m.length;
    const min = Math.max(scan.rangeMin_m, this.options.minRange_m);
    const max = Math.min(scan.rangeMax_m, this.options.maxRange_m ?? scan.rangeMax_m);
    let hits = 0;
    let misses = 0;
    for (let i = 0; i < n; i++) {
      const r2 = ranges_m[i];
      if (r2 >= min && r2 < max) {
        this.#place(hits++, i, r2, cosines, sines, knots, knotStep, n, pts_base, origins_base);
      } else if (r2 >= max) missing[misses++] = i;
    }
    for (let m = 0; m < misses; m++)
      this.#place(
        hits + m,
        missing[m],
        Math.min(max, FAR_M),
        cosines,
        sines,
        knots,
        knotStep,
        n,
        pts_base,
        origins_base
      );
    points.hits = hits;
    points.misses = misses;
    points.invalid = n - hits - misses;
  }
  /** Writes beam i of range r as point `at`, with the sensor's pose interpolated between the two knots around it. */
  #place(at, i, r2, cosines, sines, knots, knotStep, n, pts_base, origins_base) {
    const k = i / knotStep | 0;
    const from = 4 * k;
    const first2 = k * knotStep;
    const next = Math.min(first2 + knotStep, n - 1);
    const t = next > first2 ? (i - first2) / (next - first2) : 0;
    const to = t > 0 ? from + 4 : from;
    const x = knots[from] + t * (knots[to] - knots[from]);
    const y = knots[from + 1] + t * (knots[to + 1] - knots[from + 1]);
    const c = knots[from + 2] + t * (knots[to + 2] - knots[from + 2]);
    const s = knots[from + 3] + t * (knots[to + 3] - knots[from + 3]);
    origins_base[2 * at] = x;
    origins_base[2 * at + 1] = y;
    pts_base[2 * at] = x + r2 * (c * cosines[i] - s * sines[i]);
    pts_base[2 * at + 1] = y + r2 * (s * cosines[i] + c * sines[i]);
  }
};
function checkScan(scan) {
  if (scan.ranges_m.length === 0) throw new RangeError("Cannot read scan: it has no beams");
  if (!Number.isFinite(scan.stamp_s))
    throw new RangeError(`Cannot read scan: stamp must be finite, got ${scan.stamp_s}`);
  if (!(scan.angleIncrement_rad > 0) || !Number.isFinite(scan.angleMin_rad))
    throw new RangeError(
      `Cannot read scan: beams must run counter-clockwise, got angleMin ${scan.angleMin_rad}, angleIncrement ${scan.angleIncrement_rad}`
    );
  if (!(scan.timeIncrement_s >= 0))
    throw new RangeError(`Cannot read scan: timeIncrement must be >= 0 s, got ${scan.timeIncrement_s}`);
  if (!(scan.rangeMax_m > scan.rangeMin_m) || !(scan.rangeMin_m >= 0))
    throw new RangeError(
      `Cannot read scan: ranges must satisfy 0 <= min < max, got ${scan.rangeMin_m} and ${scan.rangeMax_m}`
    );
}

// packages/slam/src/options.ts
var defaultOdometryNoise = {
  slipPerMetre: 0.1,
  turnPerTurn: 0.3,
  turnPerMetre: 0.1,
  floor_m: 0.02,
  floor_rad: 0.05
};
var defaultMatchOptions = {
  robustScale_m: 0.1,
  pointNoise_m: 0.05,
  beamsPerMeasurement: 1,
  stopStep_m: 1e-4,
  stopStep_rad: 1e-4,
  maxIterations: 25,
  inlier_m: 0.1,
  doubtBelow: 0.85,
  refuseBelow: 0.35,
  search_m: 0.3,
  search_rad: 0.35
};
var defaultSlamOptions = {
  projector: defaultProjectorOptions,
  map: defaultOccupancyMapOptions,
  match: defaultMatchOptions,
  odometry: defaultOdometryNoise,
  drawStep_m: 0.05,
  drawTurn_rad: 0.05,
  minReturns: 20,
  extrapolate_s: 0.05,
  keepOdometry_s: 10,
  T_map_start: void 0
};

// packages/slam/src/checksum.ts
function checksumOf(T, tiles) {
  let h = mix(2166136261, new Uint32Array(Float64Array.of(T.x, T.y, T.theta).buffer));
  h = mix(h, tiles.counts);
  return h >>> 0;
}
function mix(start, words) {
  let h = start;
  for (let i = 0; i < words.length; i++) h = Math.imul(h ^ words[i], 16777619);
  return h;
}

// packages/slam/src/match/covariance.ts
var WEAK_SHARE = 0.05;
var FLOOR_M = 5e-3;
var FLOOR_RAD = 2e-3;
function poseUncertainty(information, prior) {
  const A2 = Float64Array.from(information);
  A2[0] += 1 / (prior.sigma_m * prior.sigma_m);
  A2[4] += 1 / (prior.sigma_m * prior.sigma_m);
  A2[8] += 1 / (prior.sigma_rad * prior.sigma_rad);
  const covariance = new Float64Array(9);
  for (let column = 0; column < 3; column++) {
    const e = Float64Array.of(0, 0, 0);
    e[column] = 1;
    solveSpd(A2.slice(), e, 3);
    for (let row = 0; row < 3; row++) covariance[3 * row + column] = e[row];
  }
  covariance[0] += FLOOR_M * FLOOR_M;
  covariance[4] += FLOOR_M * FLOOR_M;
  covariance[8] += FLOOR_RAD * FLOOR_RAD;
  const { heading_rad, share: share2 } = weakestDirection(information);
  return { covariance, weakDirection_rad: share2 < WEAK_SHARE ? heading_rad : void 0 };
}
function weakestDirection(information) {
  const tt = Math.max(information[8], 1e-9);
  const xx = information[0] - information[2] * information[2] / tt;
  const xy = information[1] - information[2] * information[5] / tt;
  const yy = information[4] - information[5] * information[5] / tt;
  const mean = 0.5 * (xx + yy);
  const spread = Math.sqrt(0.25 * (xx - yy) * (xx - yy) + xy * xy);
  const heading = 0.5 * atan2(2 * xy, xx - yy) + Math.PI / 2;
  return {
    heading_rad: heading >= Math.PI ? heading - Math.PI : heading,
    share: mean + spread > 0 ? Math.max(0, mean - spread) / (mean + spread) : 0
  };
}
function holdWeakDirection(T_matched, T_predicted, information) {
  const { heading_rad, share: share2 } = weakestDirection(information);
  if (share2 >= WEAK_SHARE) return T_matched;
  const c = cos(heading_rad);
  const s = sin(heading_rad);
  const keep = share2 / WEAK_SHARE;
  const along = (1 - keep * keep) * ((T_matched.x - T_predicted.x) * c + (T_matched.y - T_predicted.y) * s);
  return { x: T_matched.x - along * c, y: T_matched.y - along * s, theta: T_matched.theta };
}

// packages/slam/src/match/linearise.ts
var TERMS = 11;
var LinearTerm = {
  /** H = sum w J^T J, upper triangle: xx, xy, xt, yy, yt, tt. */
  H: 0,
  /** g = sum w J^T d: x, y, t. */
  g: 6,
  /** sum w d^2, m². */
  cost: 9,
  /** sum w. */
  weight: 10
};
function linearise(map, pts_base, normals_base, n, T_map_base, robustScale_m, out2) {
  const { tiles, rings } = map;
  const { nearest: nearest2 } = tiles;
  const { distance } = rings;
  const resolution = tiles.resolution_m;
  const inv = 1 / resolution;
  const c = cos(T_map_base.theta);
  const s = sin(T_map_base.theta);
  const invScale2 = 1 / (robustScale_m * robustScale_m);
  let hxx = 0;
  let hxy = 0;
  let hxt = 0;
  let hyy = 0;
  let hyt = 0;
  let htt = 0;
  let gx = 0;
  let gy = 0;
  let gt = 0;
  let cost = 0;
  let weight = 0;
  for (let i = 0; i < 2 * n; i += 2) {
    const rx = c * pts_base[i] - s * pts_base[i + 1];
    const ry = s * pts_base[i] + c * pts_base[i + 1];
    const u = (T_map_base.x + rx) * inv - 0.5;
    const v = (T_map_base.y + ry) * inv - 0.5;
    const ix = Math.floor(u);
    const iy = Math.floor(v);
    const fu = u - ix;
    const fv = v - iy;
    const at = tiles.at(ix, iy);
    let d00;
    let d10;
    let d01;
    let d11;
    if ((ix & TILE_SIDE - 1) < TILE_SIDE - 1 && (iy & TILE_SIDE - 1) < TILE_SIDE - 1) {
      d00 = distance[nearest2[at]];
      d10 = distance[nearest2[at + 1]];
      d01 = distance[nearest2[at + TILE_SIDE]];
      d11 = distance[nearest2[at + TILE_SIDE + 1]];
    } else {
      d00 = distance[nearest2[at]];
      d10 = distance[nearest2[tiles.at(ix + 1, iy)]];
      d01 = distance[nearest2[tiles.at(ix, iy + 1)]];
      d11 = distance[nearest2[tiles.at(ix + 1, iy + 1)]];
    }
    const low = d00 + fu * (d10 - d00);
    const high = d01 + fu * (d11 - d01);
    const d = (low + fv * (high - low)) * resolution;
    let jx = d10 - d00 + fv * (d11 - d01 - d10 + d00);
    let jy = high - low;
    const bx = normals_base[i];
    const by = normals_base[i + 1];
    if (bx !== 0 || by !== 0) {
      const nx = c * bx - s * by;
      const ny = s * bx + c * by;
      const across = jx * nx + jy * ny;
      jx = across * nx;
      jy = across * ny;
    }
    const jt = jy * rx - jx * ry;
    const w = 1 / (1 + d * d * invScale2);
    const wx = w * jx;
    const wy = w * jy;
    const wt = w * jt;
    hxx += wx * jx;
    hxy += wx * jy;
    hxt += wx * jt;
    hyy += wy * jy;
    hyt += wy * jt;
    htt += wt * jt;
    gx += wx * d;
    gy += wy * d;
    gt += wt * d;
    cost += w * d * d;
    weight += w;
  }
  out2[0] = hxx;
  out2[1] = hxy;
  out2[2] = hxt;
  out2[3] = hyy;
  out2[4] = hyt;
  out2[5] = htt;
  out2[6] = gx;
  out2[7] = gy;
  out2[8] = gt;
  out2[9] = cost;
  out2[10] = weight;
}

// packages/slam/src/match/align.ts
var sums = new Float64Array(TERMS);
var trial = new Float64Array(TERMS);
var A = new Float64Array(9);
var step = new Float64Array(3);
function align(map, pts_base, normals_base, n, prior, options, start = prior.T_map_base) {
  const perPoint = 1 / (options.pointNoise_m * options.pointNoise_m * options.beamsPerMeasurement);
  const priorT = 1 / (prior.sigma_m * prior.sigma_m);
  const priorR = 1 / (prior.sigma_rad * prior.sigma_rad);
  const { robustScale_m } = options;
  let T = start;
  let damping = 0;
  let converged = false;
  let iterations = 0;
  linearise(map, pts_base, normals_base, n, T, robustScale_m, sums);
  let cost = sums[LinearTerm.cost] * perPoint + priorCost(T, prior, priorT, priorR);
  while (!converged && iterations < options.maxIterations) {
    iterations++;
    fillSystem(T, prior, perPoint, priorT, priorR, damping);
    if (!solveSpd(A, step, 3)) break;
    const T_next = { x: T.x + step[0], y: T.y + step[1], theta: wrapAngle(T.theta + step[2]) };
    linearise(map, pts_base, normals_base, n, T_next, robustScale_m, trial);
    const nextCost = trial[LinearTerm.cost] * perPoint + priorCost(T_next, prior, priorT, priorR);
    const isSmall = Math.abs(step[0]) < options.stopStep_m && Math.abs(step[1]) < options.stopStep_m && Math.abs(step[2]) < options.stopStep_rad;
    if (nextCost <= cost) {
      T = T_next;
      cost = nextCost;
      sums.set(trial);
      damping *= 0.2;
    } else damping = Math.max(4 * damping, 0.05);
    converged = isSmall;
  }
  const weight = sums[LinearTerm.weight];
  return {
    T_map_base: T,
    converged,
    iterations,
    rms_m: weight > 0 ? Math.sqrt(sums[LinearTerm.cost] / weight) : 0,
    information: informationOf(perPoint)
  };
}
function priorCost(T, prior, priorT, priorR) {
  const ex = T.x - prior.T_map_base.x;
  const ey = T.y - prior.T_map_base.y;
  const et = wrapAngle(T.theta - prior.T_map_base.theta);
  return (ex * ex + ey * ey) * priorT + et * et * priorR;
}
function fillSystem(T, prior, perPoint, priorT, priorR, damping) {
  const grow = 1 + damping;
  A[0] = (sums[0] * perPoint + priorT) * grow;
  A[4] = (sums[3] * perPoint + priorT) * grow;
  A[8] = (sums[5] * perPoint + priorR) * grow;
  A[1] = A[3] = sums[1] * perPoint;
  A[2] = A[6] = sums[2] * perPoint;
  A[5] = A[7] = sums[4] * perPoint;
  step[0] = -(sums[6] * perPoint + (T.x - prior.T_map_base.x) * priorT);
  step[1] = -(sums[7] * perPoint + (T.y - prior.T_map_base.y) * priorT);
  step[2] = -(sums[8] * perPoint + wrapAngle(T.theta - prior.T_map_base.theta) * priorR);
}
function informationOf(perPoint) {
  const [xx, xy, xt, yy, yt, tt] = sums;
  return Float64Array.of(xx, xy, xt, xy, yy, yt, xt, yt, tt).map((v) => v * perPoint);
}

// packages/slam/src/match/evidence.ts
function weighEvidence(map, pts_base, n, T_map_base, inlier_m) {
  const { tiles, rings } = map;
  const { nearest: nearest2, counts } = tiles;
  const inv = 1 / tiles.resolution_m;
  const c = cos(T_map_base.theta) * inv;
  const s = sin(T_map_base.theta) * inv;
  const tx = T_map_base.x * inv;
  const ty = T_map_base.y * inv;
  const limit = inlier_m * inv;
  let inliers = 0;
  let seen = 0;
  for (let i = 0; i < 2 * n; i += 2) {
    const ix = Math.floor(tx + c * pts_base[i] - s * pts_base[i + 1]);
    const iy = Math.floor(ty + s * pts_base[i] + c * pts_base[i + 1]);
    const at = tiles.at(ix, iy);
    if (rings.distance[nearest2[at]] <= limit) inliers++;
    else if (counts[at] === 0) continue;
    seen++;
  }
  return { inlierRatio: seen === 0 ? 1 : inliers / seen, overlap: n === 0 ? 0 : seen / n };
}

// packages/slam/src/match/normals.ts
var REACH_M3 = 0.25;
var REACH_PER_RANGE = 0.2;
var MAX_SIDE = 8;
var MIN_POINTS = 4;
var MAX_FLATNESS = 0.05;
function fitNormals(pts_base, n, out2) {
  for (let i = 0; i < n; i++) {
    const x0 = pts_base[2 * i];
    const y0 = pts_base[2 * i + 1];
    const reach = Math.max(REACH_M3, REACH_PER_RANGE * Math.sqrt(x0 * x0 + y0 * y0));
    let count = 1;
    let sx = 0;
    let sy = 0;
    let sxx = 0;
    let sxy = 0;
    let syy = 0;
    for (let side = -1; side <= 1; side += 2)
      for (let k = 1; k <= MAX_SIDE; k++) {
        const j = i + side * k;
        if (j < 0 || j >= n) break;
        const dx = pts_base[2 * j] - x0;
        const dy = pts_base[2 * j + 1] - y0;
        if (dx * dx + dy * dy > reach * reach) break;
        count++;
        sx += dx;
        sy += dy;
        sxx += dx * dx;
        sxy += dx * dy;
        syy += dy * dy;
      }
    out2[2 * i] = 0;
    out2[2 * i + 1] = 0;
    if (count < MIN_POINTS) continue;
    const cxx = sxx - sx * sx / count;
    const cxy = sxy - sx * sy / count;
    const cyy = syy - sy * sy / count;
    const mean = 0.5 * (cxx + cyy);
    const half = 0.5 * (cxx - cyy);
    const spread = Math.sqrt(half * half + cxy * cxy);
    if (mean - spread > MAX_FLATNESS * (mean + spread)) continue;
    const ax = half >= 0 ? -cxy : half - spread;
    const ay = half >= 0 ? half + spread : cxy;
    const length = Math.sqrt(ax * ax + ay * ay);
    if (!(length > 0)) continue;
    out2[2 * i] = ax / length;
    out2[2 * i + 1] = ay / length;
  }
}

// packages/slam/src/match/search.ts
var MAX_POINTS = 120;
var ANGLE_STEP_RAD = 0.026;
var REACH_M4 = 0.12;
var EDGE_PENALTY = 0.05;
var cellX2 = new Int32Array(MAX_POINTS);
var cellY2 = new Int32Array(MAX_POINTS);
function searchWindow(map, pts_base, n, T_map_guess, window_m, window_rad, count) {
  const { tiles, rings } = map;
  const resolution = tiles.resolution_m;
  const scores = scoreTable(rings.distance, resolution);
  const stride = Math.max(1, Math.ceil(n / MAX_POINTS));
  const used = Math.ceil(n / stride);
  const shiftStep = Math.max(2, Math.round(0.1 / resolution));
  const shifts = Math.ceil(window_m / resolution / shiftStep);
  const turns = Math.ceil(window_rad / ANGLE_STEP_RAD);
  const side = 2 * shifts + 1;
  const volume = new Float32Array((2 * turns + 1) * side * side);
  for (let a2 = -turns; a2 <= turns; a2++) {
    const theta = T_map_guess.theta + a2 * ANGLE_STEP_RAD;
    placePoints(pts_base, stride, used, T_map_guess, theta, 1 / resolution);
    for (let dy = -shifts; dy <= shifts; dy++)
      for (let dx = -shifts; dx <= shifts; dx++) {
        const { nearest: nearest2 } = tiles;
        let sum = 0;
        for (let i = 0; i < used; i++)
          sum += scores[nearest2[tiles.at(cellX2[i] + dx * shiftStep, cellY2[i] + dy * shiftStep)]];
        const edge = (dx * dx + dy * dy) / (2 * shifts * shifts + 1) + a2 * a2 / (turns * turns + 1);
        volume[((a2 + turns) * side + dy + shifts) * side + dx + shifts] = sum / used - 0.5 * EDGE_PENALTY * edge;
      }
  }
  return bestPlaces(volume, side, count).map(({ a: a2, x, y }) => ({
    x: T_map_guess.x + (x - shifts) * shiftStep * resolution,
    y: T_map_guess.y + (y - shifts) * shiftStep * resolution,
    theta: wrapAngle(T_map_guess.theta + (a2 - turns) * ANGLE_STEP_RAD)
  }));
}
function scoreTable(distance_cells, resolution_m) {
  const scores = Float32Array.from(distance_cells, (cells) => {
    const d = cells * resolution_m / REACH_M4;
    return exp(-0.5 * d * d);
  });
  scores[scores.length - 1] = 0;
  return scores;
}
function placePoints(pts_base, stride, used, T, theta, inv) {
  const c = cos(theta) * inv;
  const s = sin(theta) * inv;
  for (let i = 0; i < used; i++) {
    const x = pts_base[2 * i * stride];
    const y = pts_base[2 * i * stride + 1];
    cellX2[i] = Math.floor(T.x * inv + c * x - s * y);
    cellY2[i] = Math.floor(T.y * inv + s * x + c * y);
  }
}
function bestPlaces(volume, side, count) {
  const layers = volume.length / (side * side);
  const places = [];
  while (places.length < count) {
    let best = 0;
    for (let i = 1; i < volume.length; i++) if (volume[i] > volume[best]) best = i;
    if (!(volume[best] > 0)) break;
    const a2 = Math.floor(best / (side * side));
    const y = Math.floor(best / side) % side;
    const x = best % side;
    places.push({ a: a2, x, y });
    for (let ia = Math.max(0, a2 - 3); ia <= Math.min(layers - 1, a2 + 3); ia++)
      for (let iy = Math.max(0, y - 1); iy <= Math.min(side - 1, y + 1); iy++)
        for (let ix = Math.max(0, x - 1); ix <= Math.min(side - 1, x + 1); ix++)
          volume[(ia * side + iy) * side + ix] = 0;
  }
  return places;
}

// packages/slam/src/match/scanMatcher.ts
var CANDIDATES = 3;
var MARGIN = 0.1;
var MIN_OVERLAP = 0.2;
var MAX_WINDOW_M = 0.8;
var MAX_WINDOW_RAD = 0.7;
var HABIT = 0.05;
var ScanMatcher = class {
  #map;
  #options;
  // The usual share of inliers here: clutter, glass and people lower it for every pose alike.
  #usualRatio = 1;
  #normals = new Float64Array(0);
  constructor(map, options = {}) {
    this.#map = map;
    this.#options = { ...defaultMatchOptions, ...options };
  }
  match(points, prediction) {
    if (this.#normals.length < 2 * points.hits) this.#normals = new Float64Array(points.pts_base.length);
    fitNormals(points.pts_base, points.hits, this.#normals);
    const first2 = this.#tryFrom(points, prediction, prediction.T_map_base);
    const needed = this.#options.doubtBelow * this.#usualRatio;
    const isInDoubt = first2.inlierRatio < needed && first2.overlap >= MIN_OVERLAP;
    const best = isInDoubt ? this.#search(points, prediction, first2, needed) : first2;
    this.#usualRatio += HABIT * (best.inlierRatio - this.#usualRatio);
    const matched = !isInDoubt || best.inlierRatio >= this.#options.refuseBelow;
    return {
      ...best,
      T_map_base: matched ? best.T_map_base : prediction.T_map_base,
      matched,
      isClear: !isInDoubt || best.inlierRatio >= needed,
      searched: isInDoubt
    };
  }
  #search(points, prediction, first2, clear) {
    const { search_m, search_rad } = this.#options;
    const { way_m, turn_rad, T_map_base } = prediction;
    const window_m = Math.min(MAX_WINDOW_M, Math.max(search_m, way_m + 0.1));
    const window_rad = Math.min(MAX_WINDOW_RAD, Math.max(search_rad, 0.5 * turn_rad));
    const wide = { T_map_base, sigma_m: window_m, sigma_rad: window_rad };
    const places = searchWindow(this.#map, points.pts_base, points.hits, T_map_base, window_m, window_rad, CANDIDATES);
    let best = first2;
    let needed = Math.max(clear, first2.inlierRatio + MARGIN);
    for (const place of [...prediction.alternatives, ...places]) {
      const found = this.#tryFrom(points, wide, place);
      if (found.inlierRatio < needed) continue;
      best = found;
      needed = found.inlierRatio;
    }
    return best;
  }
  #tryFrom(points, prior, start) {
    const alignment = align(this.#map, points.pts_base, this.#normals, points.hits, prior, this.#options, start);
    const T_map_base = holdWeakDirection(alignment.T_map_base, prior.T_map_base, alignment.information);
    const { pts_base, hits } = points;
    return {
      ...alignment,
      T_map_base,
      ...weighEvidence(this.#map, pts_base, hits, T_map_base, this.#options.inlier_m)
    };
  }
};

// packages/slam/src/slam.ts
var Slam = class {
  options;
  #noise;
  #projector;
  #map;
  #matcher;
  #odometry;
  #lookup;
  #T_map_odom;
  #lastScan_s = Number.NEGATIVE_INFINITY;
  // Odometry at the last scan that matched, and at the last one drawn.
  #T_odom_matched = identity;
  #T_map_matched = identity;
  #lastMotion = identity;
  #T_map_drawn;
  constructor(options = {}) {
    this.options = { ...defaultSlamOptions, ...options };
    checkOptions(this.options);
    this.#noise = { ...defaultOdometryNoise, ...this.options.odometry };
    this.#projector = new ScanProjector(this.options.projector);
    this.#map = new OccupancyMap(this.options.map);
    this.#matcher = new ScanMatcher(this.#map, this.options.match);
    this.#odometry = new PoseBuffer(this.options.keepOdometry_s);
    this.#lookup = (stamp_s) => this.#odometry.at(stamp_s, this.options.extrapolate_s);
  }
  /** The correction of the odometry frame as of the last scan; `undefined` before the first odometry. */
  get T_map_odom() {
    return this.#T_map_odom;
  }
  /** The base in the map at a time that odometry covers, `undefined` elsewhere: the smooth pose between scans. */
  poseAt(stamp_s) {
    const T_odom_base = this.#lookup(stamp_s);
    return T_odom_base && this.#T_map_odom && compose(this.#T_map_odom, T_odom_base);
  }
  /** Takes the next pose of smooth odometry; returns false for one that is not newer than the last, which is dropped. */
  addOdometry(stamp_s, T_odom_base) {
    if (!Number.isFinite(stamp_s + T_odom_base.x + T_odom_base.y + T_odom_base.theta))
      throw new RangeError(
        `Cannot add odometry: numbers must be finite, got (${T_odom_base.x}, ${T_odom_base.y}, ${T_odom_base.theta}) at ${stamp_s} s`
      );
    if (this.#T_map_odom === void 0) {
      this.#T_map_matched = this.options.T_map_start ?? identity;
      this.#T_map_odom = compose(this.#T_map_matched, inverse(T_odom_base));
      this.#T_odom_matched = T_odom_base;
    }
    return this.#odometry.add(stamp_s, T_odom_base);
  }
  /** Matches a scan to the map and draws it. Throws RangeError for a scan whose geometry can't be. */
  addScan(scan) {
    const refusal2 = this.#whyNot(scan);
    if (refusal2 !== void 0) return { ok: false, reason: refusal2 };
    const points = this.#projector.project(scan, this.#lookup);
    if (points === void 0) return { ok: false, reason: "beforeOdometry" };
    this.#lastScan_s = points.stamp_s;
    if (points.hits < this.options.minReturns) return { ok: false, reason: "tooFewReturns" };
    const T_odom_base = this.#lookup(points.stamp_s);
    const prior = this.#predict(T_odom_base);
    const match = this.#matcher.match(points, prior);
    const uncertainty = poseUncertainty(match.information, prior);
    if (match.matched) {
      this.#T_map_odom = compose(match.T_map_base, inverse(T_odom_base));
      this.#T_odom_matched = T_odom_base;
      this.#lastMotion = between(this.#T_map_matched, match.T_map_base);
      this.#T_map_matched = match.T_map_base;
    }
    const changed = match.isClear ? this.#draw(points, match.T_map_base) : void 0;
    return {
      ok: true,
      stamp_s: points.stamp_s,
      T_map_odom: this.#T_map_odom,
      ...asEvidence(match),
      ...uncertainty,
      changed
    };
  }
  /** A copy of the whole map, cut to what was seen; `undefined` before the first scan. */
  map() {
    const content = this.#map.content();
    return content && this.#map.region(content);
  }
  /** A copy of a rectangle of the map, for sending what `SlamUpdate.changed` names. */
  mapRegion(rect) {
    return this.#map.region(rect);
  }
  /** A number that depends on every bit of pose and map: equal after equal inputs. */
  checksum() {
    return checksumOf(this.#T_map_odom ?? identity, this.#map.tiles);
  }
  #whyNot(scan) {
    const end_s = scan.stamp_s + (scan.ranges_m.length - 1) * scan.timeIncrement_s;
    const { oldest, latest } = this.#odometry;
    if (end_s <= this.#lastScan_s) return "outOfOrder";
    if (oldest === void 0 || latest === void 0) return "awaitingOdometry";
    if (scan.stamp_s < oldest.stamp_s) return "beforeOdometry";
    return end_s > latest.stamp_s && this.#lookup(end_s) === void 0 ? "awaitingOdometry" : void 0;
  }
  /** Odometry's guess, and how far the motion since the last matched scan may have taken it off. */
  #predict(T_odom_base) {
    const moved = between(this.#T_odom_matched, T_odom_base);
    const way = hypot(moved.x, moved.y);
    const turn2 = Math.abs(moved.theta);
    const { slipPerMetre, turnPerTurn, turnPerMetre, floor_m, floor_rad } = this.#noise;
    return {
      T_map_base: compose(this.#T_map_odom, T_odom_base),
      sigma_m: hypot(floor_m, slipPerMetre * way),
      sigma_rad: hypot(floor_rad, turnPerTurn * turn2 + turnPerMetre * way),
      way_m: way,
      turn_rad: turn2,
      alternatives: [this.#T_map_matched, compose(this.#T_map_matched, this.#lastMotion)]
    };
  }
  #draw(points, T_map_base) {
    const last = this.#T_map_drawn;
    const hasMoved = last === void 0 || hypot(T_map_base.x - last.x, T_map_base.y - last.y) >= this.options.drawStep_m || Math.abs(angleDiff(T_map_base.theta, last.theta)) >= this.options.drawTurn_rad;
    if (!hasMoved) return void 0;
    this.#T_map_drawn = T_map_base;
    return this.#map.insert(points, T_map_base);
  }
};
function asEvidence({ T_map_base, matched, inlierRatio, overlap, rms_m, iterations, searched }) {
  return { T_map_base, matched, inlierRatio, overlap, rms_m, iterations, searched };
}
function checkOptions({ drawStep_m, drawTurn_rad, minReturns, extrapolate_s }) {
  if (!(drawStep_m >= 0 && drawTurn_rad >= 0))
    throw new RangeError(
      `Cannot build SLAM: drawStep_m and drawTurn_rad must be >= 0, got ${drawStep_m}, ${drawTurn_rad}`
    );
  if (!(minReturns >= 3)) throw new RangeError(`Cannot build SLAM: minReturns must be >= 3, got ${minReturns}`);
  if (!(extrapolate_s >= 0 && extrapolate_s <= 0.2))
    throw new RangeError(`Cannot build SLAM: extrapolate_s must be in [0, 0.2], got ${extrapolate_s}`);
}

// packages/nodes/src/odometryNode.ts
var odometryParameters = {};
function odometryNode(geometry) {
  return {
    name: "odometry",
    parameters: odometryParameters,
    latency_s: 1e-3,
    start(node) {
      const odometry = new Odometry2({ wheelBase_m: geometry.wheelBase_m });
      const odom = node.publisher(nav_msgs_exports.Odometry, "odom", qos.sensorOut);
      const tf = node.publisher(tf2_msgs_exports.TFMessage, "tf", qos.tf);
      node.subscribe(sensor_msgs_exports.Imu, "imu", qos.sensorIn, (m) => odometry.addImu(imuRecord(m)));
      node.subscribe(sensor_msgs_exports.JointState, "joint_states", qos.sensorIn, (m) => {
        const wheels = wheelRecord(m, geometry.wheelRadius_m);
        if (wheels === void 0) return;
        const update = odometry.addWheels(wheels);
        if (update === void 0) return;
        odom.publish({
          header: header(update.stamp_s, "odom"),
          child_frame_id: "base_link",
          pose: { pose: poseToMessage(update.T_odom_base), covariance: unknownCovariance },
          twist: {
            twist: { linear: { x: update.v_mps, y: 0, z: 0 }, angular: { x: 0, y: 0, z: update.w_radps } },
            covariance: unknownCovariance
          }
        });
        tf.publish({ transforms: [transformToMessage(update.stamp_s, "odom", "base_link", update.T_odom_base)] });
      });
      return void 0;
    }
  };
}
var unknownCovariance = new Float64Array(36);

// packages/nodes/src/slamNode.ts
var slamParameters = {
  resolution: { default: 0.05, unit: "m", min: 0.02, max: 0.2, description: "Cell size of the map." },
  map_period: { default: 1, unit: "s", min: 0.2, max: 60, description: "How often changes of the map are published." }
};
function slamNode(geometry) {
  return {
    name: "slam",
    parameters: slamParameters,
    latency_s: 0.02,
    start(node) {
      const { lidar } = geometry;
      const slam = new Slam({
        projector: { T_base_lidar: { x: lidar.x_m, y: lidar.y_m, theta: lidar.yaw_rad } },
        map: { resolution_m: node.parameters.resolution }
      });
      const pose = node.publisher(geometry_msgs_exports.PoseWithCovarianceStamped, "pose", qos.reliable);
      const tf = node.publisher(tf2_msgs_exports.TFMessage, "tf", qos.tf);
      const maps = new MapPublisher(
        node.publisher(nav_msgs_exports.OccupancyGrid, "map", qos.latched),
        node.publisher(map_msgs_exports.OccupancyGridUpdate, "map_updates", qos.reliable)
      );
      let waiting = [];
      let lastStamp_s = 0;
      const work = () => {
        waiting = waiting.filter((scan) => {
          const update = slam.addScan(scan);
          if (!update.ok) return update.reason === "awaitingOdometry";
          lastStamp_s = update.stamp_s;
          pose.publish({
            header: header(update.stamp_s, "map"),
            pose: { pose: poseToMessage(update.T_map_base), covariance: covarianceToMessage(update.covariance) }
          });
          tf.publish({ transforms: [transformToMessage(update.stamp_s, "map", "odom", update.T_map_odom)] });
          return false;
        });
      };
      node.subscribe(nav_msgs_exports.Odometry, "odom", qos.sensorIn, (m) => {
        slam.addOdometry(fromStamp(m.header.stamp), poseFromMessage(m.pose.pose));
        if (waiting.length > 0) work();
      });
      node.subscribe(sensor_msgs_exports.LaserScan, "scan", qos.sensorIn, (m) => {
        waiting.push(scanRecord(m));
        if (waiting.length > MAX_WAITING) waiting.shift();
        work();
      });
      node.timer(node.parameters.map_period, () => {
        const map = slam.map();
        if (map !== void 0) maps.publish(lastStamp_s, map);
      });
      return void 0;
    }
  };
}
var MAX_WAITING = 2;

// packages/nodes/src/wiring.ts
function addThinking(graph, geometry, overrides = {}) {
  graph.add(odometryNode(geometry), overrides.odometry);
  graph.add(slamNode(geometry), overrides.slam);
  graph.add(driveNode(geometry), overrides.drive);
  graph.add(missionNode(geometry), overrides.mission);
}
function addRobot(graph, body, overrides = {}) {
  graph.add(bodyNode(body), overrides.body);
  addThinking(graph, body.geometry, overrides);
}

// sim/src/physics/outline.ts
function outlineOf(shape, T_a_solid) {
  const c = cos(T_a_solid.theta);
  const s = sin(T_a_solid.theta);
  if (shape.kind === "cylinder") {
    const x_m = T_a_solid.x + c * shape.x_m - s * shape.y_m;
    const y_m = T_a_solid.y + s * shape.x_m + c * shape.y_m;
    return { kind: "circle", x_m, y_m, radius_m: shape.radius_m };
  }
  const own = shape.kind === "box" ? boxCorners(shape) : shape.outline;
  const points = new Float64Array(own.length);
  for (let i = 0; i < own.length; i += 2) {
    points[i] = T_a_solid.x + c * own[i] - s * own[i + 1];
    points[i + 1] = T_a_solid.y + s * own[i] + c * own[i + 1];
  }
  return { kind: "polygon", points };
}
function boxCorners(box2) {
  const c = cos(box2.yaw_rad);
  const s = sin(box2.yaw_rad);
  const hx = box2.sizeX_m / 2;
  const hy = box2.sizeY_m / 2;
  const corners = [-hx, -hy, hx, -hy, hx, hy, -hx, hy];
  const points = new Float64Array(8);
  for (let i = 0; i < 8; i += 2) {
    points[i] = box2.x_m + c * corners[i] - s * corners[i + 1];
    points[i + 1] = box2.y_m + s * corners[i] + c * corners[i + 1];
  }
  return points;
}
var CIRCLE_SAGITTA_M = 5e-4;
function polygonOf(outline) {
  if (outline.kind === "polygon") return outline.points;
  const r2 = outline.radius_m;
  const n = Math.max(8, Math.ceil(Math.PI * Math.sqrt(r2 / (2 * CIRCLE_SAGITTA_M))));
  const points = new Float64Array(2 * n);
  for (let k = 0; k < n; k++) {
    points[2 * k] = outline.x_m + r2 * cos(2 * Math.PI * k / n);
    points[2 * k + 1] = outline.y_m + r2 * sin(2 * Math.PI * k / n);
  }
  return points;
}
function polygonContains(points, x, y) {
  let inside = false;
  const n = points.length;
  for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
    const yi = points[i + 1];
    const yj = points[j + 1];
    if (yi > y !== yj > y && x < (points[j] - points[i]) * (y - yi) / (yj - yi) + points[i]) inside = !inside;
  }
  return inside;
}

// sim/src/floor/floorField.ts
var FALL_DEPTH_M = 0.04;
var EDGE_PIECE_M = 0.05;
var BARE = { name: "floor", outline: new Float64Array(), height_m: 0, surface: "hard" };
var FloorField = class {
  patches;
  #box;
  // minX, minY, maxX, maxY of each patch
  constructor(world2, maxClimb_m) {
    this.patches = [...world2.floor, ...lowSolids(world2, maxClimb_m)];
    this.#box = new Float64Array(4 * this.patches.length);
    for (const [k, { outline }] of this.patches.entries()) {
      this.#box.set([Infinity, Infinity, -Infinity, -Infinity], 4 * k);
      for (let i = 0; i < outline.length; i += 2) {
        this.#box[4 * k] = Math.min(this.#box[4 * k], outline[i]);
        this.#box[4 * k + 1] = Math.min(this.#box[4 * k + 1], outline[i + 1]);
        this.#box[4 * k + 2] = Math.max(this.#box[4 * k + 2], outline[i]);
        this.#box[4 * k + 3] = Math.max(this.#box[4 * k + 3], outline[i + 1]);
      }
    }
  }
  /** The topmost patch at a place of the world, or the bare floor. */
  patchAt(x, y) {
    const box2 = this.#box;
    for (let k = this.patches.length - 1; k >= 0; k--) {
      const b2 = 4 * k;
      if (x < box2[b2] || y < box2[b2 + 1] || x > box2[b2 + 2] || y > box2[b2 + 3]) continue;
      if (polygonContains(this.patches[k].outline, x, y)) return this.patches[k];
    }
    return BARE;
  }
  heightAt(x, y) {
    return this.patchAt(x, y).height_m;
  }
  /**
   * Pieces of edge [x0, y0, x1, y1, ...] that rise more than `maxClimb_m` above a floor on which the robot may stand.
   * A hole's rim is not among them: it is a step only for who already lies in the hole.
   */
  stepEdges(maxClimb_m) {
    const edges = [];
    for (const { outline } of this.patches) {
      const n = outline.length;
      for (let i = 0; i < n; i += 2) {
        const x0 = outline[i];
        const y0 = outline[i + 1];
        const dx = outline[(i + 2) % n] - x0;
        const dy = outline[(i + 3) % n] - y0;
        const length = Math.sqrt(dx * dx + dy * dy);
        const pieces = Math.ceil(length / EDGE_PIECE_M);
        for (let k = 0; k < pieces; k++) {
          const mx = x0 + dx * (k + 0.5) / pieces;
          const my = y0 + dy * (k + 0.5) / pieces;
          const nx = 1e-3 * dy / length;
          const ny = -1e-3 * dx / length;
          const a2 = this.heightAt(mx + nx, my + ny);
          const b2 = this.heightAt(mx - nx, my - ny);
          if (Math.min(a2, b2) <= -FALL_DEPTH_M || Math.abs(a2 - b2) <= maxClimb_m) continue;
          edges.push(x0 + dx * k / pieces, y0 + dy * k / pieces);
          edges.push(x0 + dx * (k + 1) / pieces, y0 + dy * (k + 1) / pieces);
        }
      }
    }
    return Float64Array.from(edges);
  }
};
function lowSolids(world2, maxClimb_m) {
  const patches = [];
  for (const solid of world2.solids) {
    if (solid.mobility !== "static") continue;
    for (const shape of solid.shapes) {
      if (shape.z1_m > maxClimb_m || shape.z0_m > 5e-3 || shape.z1_m <= 0) continue;
      const outline = polygonOf(outlineOf(shape, solid.T_world_solid ?? identity));
      patches.push({ name: solid.name, outline, height_m: shape.z1_m, surface: "hard" });
    }
  }
  return patches;
}

// sim/src/lidar/lidarProfile.ts
var DEGREE = Math.PI / 180;
var lds02rr = {
  beams: 360,
  rate_hz: 5,
  rangeMin_m: 0.15,
  rangeMax_m: 6,
  sigmaConstant_m: 2e-3,
  sigmaLinear: 0,
  sigmaSquare_pm: 8e-4,
  biasConstant_m: 2e-3,
  biasLinear: 4e-3,
  quantum_m: 1e-3,
  quantumSquare_pm: 2e-4,
  dropout: 0.03,
  beamWidth_rad: 0.5 * DEGREE,
  blackRange: 0.45
};
var lidarProfiles = {
  lds02rr,
  xv11: lds02rr,
  /** LDROBOT LD19: time of flight, 450 rays at 10 Hz. */
  ld19: {
    ...lds02rr,
    beams: 450,
    rate_hz: 10,
    rangeMin_m: 0.02,
    rangeMax_m: 12,
    sigmaConstant_m: 6e-3,
    sigmaLinear: 2e-3,
    sigmaSquare_pm: 0,
    biasConstant_m: 8e-3,
    biasLinear: 0,
    quantumSquare_pm: 0,
    dropout: 0.01
  },
  /** HLS-LFCD2 of the TurtleBot 3: 3.5 % of the range as three sigma. */
  lds01: {
    ...lds02rr,
    rangeMin_m: 0.12,
    rangeMax_m: 3.5,
    sigmaConstant_m: 33e-4,
    sigmaLinear: 0.012,
    sigmaSquare_pm: 0,
    biasConstant_m: 5e-3,
    biasLinear: 0.015,
    quantumSquare_pm: 0,
    dropout: 0.02
  },
  /** Roborock LDS01RR: time of flight, 4 mm near, 13 mm at 9.5 m, steps of 8 mm. */
  lds01rr: {
    ...lds02rr,
    rangeMin_m: 0.15,
    rangeMax_m: 9,
    sigmaConstant_m: 4e-3,
    sigmaLinear: 13e-4,
    sigmaSquare_pm: 0,
    biasConstant_m: 7e-3,
    biasLinear: 3e-3,
    quantum_m: 8e-3,
    quantumSquare_pm: 0,
    dropout: 0.01
  },
  /** The plain sensor of a Gazebo world: 10 mm of Gaussian noise, nothing else. */
  gazebo: {
    ...lds02rr,
    rangeMin_m: 0.12,
    rangeMax_m: 12,
    sigmaConstant_m: 0.01,
    sigmaSquare_pm: 0,
    biasConstant_m: 0,
    biasLinear: 0,
    quantum_m: 0,
    quantumSquare_pm: 0,
    dropout: 0,
    beamWidth_rad: 0,
    blackRange: 1
  }
};
function checkLidar(profile) {
  if (!Number.isInteger(profile.beams) || profile.beams < 1)
    throw new RangeError(`Cannot build lidar: beams must be a whole number > 0, got ${profile.beams}`);
  if (!(profile.rate_hz > 0)) throw new RangeError(`Cannot build lidar: rate must be > 0 Hz, got ${profile.rate_hz}`);
  if (!(profile.rangeMin_m >= 0 && profile.rangeMax_m > profile.rangeMin_m))
    throw new RangeError(
      `Cannot build lidar: need 0 <= rangeMin < rangeMax, got ${profile.rangeMin_m} and ${profile.rangeMax_m} m`
    );
  return profile;
}

// sim/src/noise.ts
var noiseProfiles = {
  realistic: {
    wheels: {
      diameterRatio: 3e-3,
      base: 0.015,
      scale: 0.01,
      hard_mpsqrtm: 25e-4,
      pile_mpsqrtm: 7e-3,
      hardSlip: 5e-3,
      lowPileSlip: 0.02,
      highPileSlip: 0.04,
      pileDrift: 0.02,
      tick_m: 444e-6
    },
    // BMI160 at 100 Hz: 1.0 mrad/s; 8 deg/h wander; turn-on 0.5 deg/s as an ICM-42688 has it.
    imu: {
      gyro_radps: 1e-3,
      brushFactor: 5,
      turnOnBias_radps: 87e-4,
      biasWalk_radpsqrts: 1e-5,
      scale: 0.01,
      accel_mps2: 0.02,
      accelBias_mps2: 0.1
    },
    lidarOptics: true,
    lidarSpread: 1,
    lidarSpin: 5e-3,
    wallSensor_m: 3e-3,
    jamsPerHour: 0.05
  },
  none: {
    wheels: {
      diameterRatio: 0,
      base: 0,
      scale: 0,
      hard_mpsqrtm: 0,
      pile_mpsqrtm: 0,
      hardSlip: 0,
      lowPileSlip: 0,
      highPileSlip: 0,
      pileDrift: 0,
      tick_m: 0
    },
    imu: {
      gyro_radps: 0,
      brushFactor: 1,
      turnOnBias_radps: 0,
      biasWalk_radpsqrts: 0,
      scale: 0,
      accel_mps2: 0,
      accelBias_mps2: 0
    },
    lidarOptics: false,
    lidarSpread: 0,
    lidarSpin: 0,
    wallSensor_m: 0,
    jamsPerHour: 0
  }
};

// sim/src/physics/planarWorld.ts
import rapier from "@dimforge/rapier2d-compat";
var ready = false;
async function initPhysics() {
  if (ready) return;
  await rapier.init();
  ready = true;
}
function isInBodyBand(shape, band) {
  return shape.z0_m < band.bodyHeight_m && shape.z1_m > band.maxClimb_m;
}
var ROBOT_MASS_KG = 3.5;
var GRAVITY_MPS2 = 9.81;
var WHEEL_LOAD = 0.8;
var MAX_PUSH_N = ROBOT_MASS_KG * GRAVITY_MPS2 * WHEEL_LOAD;
var MAX_CONTACTS = 16;
var STRIDE_M = 0.05;
function isPushable(solid) {
  return solid.mobility === "movable" && solid.mass_kg * solid.friction * GRAVITY_MPS2 < MAX_PUSH_N;
}
var PlanarWorld = class {
  loose = /* @__PURE__ */ new Map();
  /** Contacts of the last step; only the first `contactCount` are valid. */
  contacts = [];
  contactCount = 0;
  /** Grows whenever a loose solid has moved: what the sensors draw must be drawn anew. */
  looseVersion = 0;
  /** A loose solid may be moving: something is awake, or hands were at work. */
  #looseMoves = true;
  #rapier;
  #dt;
  #band;
  #robot;
  #robotCollider;
  #nameOfHandle = /* @__PURE__ */ new Map();
  #segmentName = [];
  #touching = [];
  #point = { x: 0, y: 0 };
  #velocity = { x: 0, y: 0 };
  /** @param stepEdges floor steps too high to climb, [x0, y0, x1, y1, ...] in the world frame */
  constructor(world2, band, stepEdges, dt) {
    if (!ready) throw new Error("Cannot build simulator: await initPhysics() first");
    this.#dt = dt;
    this.#band = band;
    this.#rapier = new rapier.World({ x: 0, y: 0 });
    this.#rapier.timestep = dt;
    for (let i = 0; i < MAX_CONTACTS; i++) this.contacts.push({ nx: 0, ny: 0, impulse: 0, closing_mps: 0, name: "" });
    this.#addStatics(world2, stepEdges);
    this.#robot = this.#rapier.createRigidBody(
      rapier.RigidBodyDesc.dynamic().lockRotations().setCanSleep(false).setTranslation(0, 0)
    );
    const disc = rapier.ColliderDesc.ball(band.bodyRadius_m).setMass(ROBOT_MASS_KG).setFriction(0.3);
    this.#robotCollider = this.#rapier.createCollider(disc, this.#robot);
    for (const solid of world2.solids) if (solid.mobility === "movable") this.addLoose(solid);
  }
  #addStatics(world2, stepEdges) {
    const vertices = [];
    const indices = [];
    for (const solid of world2.solids) {
      if (solid.mobility === "movable") continue;
      for (const shape of solid.shapes) {
        if (!isInBodyBand(shape, this.#band)) continue;
        const points = polygonOf(outlineOf(shape, solid.T_world_solid));
        const first2 = vertices.length / 2;
        const n = points.length / 2;
        for (let k = 0; k < n; k++) {
          vertices.push(points[2 * k], points[2 * k + 1]);
          indices.push(first2 + k, first2 + (k + 1) % n);
          this.#segmentName.push(solid.name);
        }
      }
    }
    for (let i = 0; i < stepEdges.length; i += 4) {
      const first2 = vertices.length / 2;
      vertices.push(stepEdges[i], stepEdges[i + 1], stepEdges[i + 2], stepEdges[i + 3]);
      indices.push(first2, first2 + 1);
      this.#segmentName.push("step");
    }
    if (indices.length === 0) return;
    const polyline2 = rapier.ColliderDesc.polyline(Float32Array.from(vertices), Uint32Array.from(indices));
    this.#rapier.createCollider(polyline2.setFriction(0.3));
  }
  /** Sets a solid into the world as a body of its own; replaces one of the same name. */
  addLoose(solid) {
    this.removeLoose(solid.name);
    const shapes = solid.shapes.filter((shape) => isInBodyBand(shape, this.#band));
    const pushable = isPushable(solid) && shapes.length > 0;
    const desc = pushable ? rapier.RigidBodyDesc.dynamic() : rapier.RigidBodyDesc.kinematicPositionBased();
    const { x, y, theta } = solid.T_world_solid;
    const body = this.#rapier.createRigidBody(desc.setTranslation(x, y).setRotation(theta));
    for (const shape of shapes) {
      const collider = rapier.ColliderDesc.convexHull(
        Float32Array.from(polygonOf(outlineOf(shape, { x: 0, y: 0, theta: 0 })))
      );
      if (collider === null) throw new RangeError(`Cannot place solid ${solid.name}: its outline has no area`);
      const placed = this.#rapier.createCollider(
        collider.setMass(solid.mass_kg / shapes.length).setFriction(solid.friction),
        body
      );
      this.#nameOfHandle.set(placed.handle, solid.name);
    }
    this.loose.set(solid.name, { solid, T_world_solid: solid.T_world_solid, body, pushable, vx: 0, vy: 0 });
    this.looseVersion++;
    this.#looseMoves = true;
  }
  /** Takes a loose solid out; false when there is none of that name. */
  removeLoose(name) {
    const found = this.loose.get(name);
    if (found === void 0) return false;
    this.#rapier.removeRigidBody(found.body);
    this.loose.delete(name);
    this.looseVersion++;
    this.#looseMoves = true;
    return true;
  }
  /**
   * Sets a loose solid elsewhere; false when there is none of that name. What stands firm (a person's foot) shoves the
   * robot when it is moved by less than a stride; farther than that it is there at once.
   */
  moveLoose(name, T_world_solid) {
    const found = this.loose.get(name);
    if (found === void 0) return false;
    const { x, y, theta } = T_world_solid;
    const way = hypot(x - found.T_world_solid.x, y - found.T_world_solid.y);
    if (!found.pushable && way < STRIDE_M) {
      found.body.setNextKinematicTranslation({ x, y });
      found.body.setNextKinematicRotation(theta);
    } else {
      found.body.setTranslation({ x, y }, true);
      found.body.setRotation(theta, true);
    }
    found.T_world_solid = T_world_solid;
    this.looseVersion++;
    this.#looseMoves = true;
    return true;
  }
  placeRobot(x, y) {
    this.#robot.setTranslation({ x, y }, true);
    this.#robot.setLinvel({ x: 0, y: 0 }, true);
    this.#looseMoves = true;
  }
  /** Adds to the robot's velocity, m/s. */
  pushRobot(vx, vy) {
    const v = this.#robot.linvel(this.#velocity);
    this.#robot.setLinvel({ x: v.x + vx, y: v.y + vy }, true);
  }
  /** Where the robot's centre is, in 32-bit precision. Borrowed: the next call overwrites it. */
  robotPosition() {
    return this.#robot.translation(this.#point);
  }
  /**
   * Moves everything by one time step. The wheels pull the body towards the wanted velocity as hard as their grip lets
   * them; what stands in the way pushes back.
   * @param vx,vy wanted velocity of the robot's centre, world frame, m/s
   * @param grip  friction between wheels and floor
   * @returns true when all was at rest and stays so; the library was not asked then
   */
  step(vx, vy, grip) {
    const v = this.#robot.linvel(this.#velocity);
    if (vx === 0 && vy === 0 && v.x === 0 && v.y === 0 && !this.#looseMoves) return true;
    const limit = grip * WHEEL_LOAD * GRAVITY_MPS2 * this.#dt;
    let dx = vx - v.x;
    let dy = vy - v.y;
    const d = Math.sqrt(dx * dx + dy * dy);
    if (d > limit) {
      dx *= limit / d;
      dy *= limit / d;
    }
    const wx = v.x + dx;
    const wy = v.y + dy;
    this.#robot.setLinvel({ x: wx, y: wy }, true);
    this.#rubFloor();
    this.#stepLibrary();
    this.#readLoose();
    this.contactCount = 0;
    const after = this.#robot.linvel(this.#velocity);
    const change = Math.abs(after.x - wx) + Math.abs(after.y - wy);
    if (change > 1e-5) this.#readContacts(wx, wy);
    return false;
  }
  /**
   * World.step() without its search for bodies that the library itself has made or removed, a callback for each body and
   * collider: only soft bodies make any. Measured with 60 colliders: 12 us less per step.
   */
  #stepLibrary() {
    const w = this.#rapier;
    w.physicsPipeline.step(
      w.gravity,
      w.integrationParameters,
      w.islands,
      w.broadPhase,
      w.narrowPhase,
      w.bodies,
      w.colliders,
      w.softBodies,
      w.impulseJoints,
      w.multibodyJoints,
      w.ccdSolver
    );
  }
  /** Coulomb friction of pushed things with the floor. */
  #rubFloor() {
    for (const loose of this.loose.values()) {
      const { solid, body } = loose;
      loose.vx = 0;
      loose.vy = 0;
      if (!loose.pushable || body.isSleeping()) continue;
      const loss = solid.friction * GRAVITY_MPS2 * this.#dt;
      const v = body.linvel();
      const speed = Math.sqrt(v.x * v.x + v.y * v.y);
      const keep = speed > loss ? 1 - loss / speed : 0;
      loose.vx = v.x * keep;
      loose.vy = v.y * keep;
      body.setLinvel({ x: loose.vx, y: loose.vy }, false);
      const spinLoss = 4 / 3 * loss / 0.15;
      const w = body.angvel();
      body.setAngvel(w > spinLoss ? w - spinLoss : w < -spinLoss ? w + spinLoss : 0, false);
    }
  }
  #readLoose() {
    this.#looseMoves = false;
    for (const loose of this.loose.values()) {
      if (!loose.pushable || loose.body.isSleeping()) continue;
      this.#looseMoves = true;
      const { x, y } = loose.body.translation();
      const theta = loose.body.rotation();
      const before = loose.T_world_solid;
      const moved = Math.abs(x - before.x) + Math.abs(y - before.y) + Math.abs(theta - before.theta);
      if (moved < 1e-4) continue;
      loose.T_world_solid = { x, y, theta };
      this.looseVersion++;
    }
  }
  #readContacts(wx, wy) {
    this.#touching.length = 0;
    this.#rapier.contactPairsWith(this.#robotCollider, (other) => this.#touching.push(other));
    for (const other of this.#touching) {
      this.#rapier.contactPair(this.#robotCollider, other, (manifold, flipped) => {
        const n = manifold.numContacts();
        for (let i = 0; i < n && this.contactCount < MAX_CONTACTS; i++) {
          const point = flipped ? manifold.localContactPoint2(i) : manifold.localContactPoint1(i);
          if (point === null) continue;
          const length = Math.sqrt(point.x * point.x + point.y * point.y);
          if (length === 0) continue;
          const contact = this.contacts[this.contactCount++];
          contact.nx = point.x / length;
          contact.ny = point.y / length;
          contact.impulse = manifold.contactImpulse(i);
          const segment = flipped ? manifold.subshape1() : manifold.subshape2();
          contact.name = this.#nameOfHandle.get(other.handle) ?? this.#segmentName[segment] ?? "";
          const thing = this.loose.get(contact.name);
          contact.closing_mps = (wx - (thing?.vx ?? 0)) * contact.nx + (wy - (thing?.vy ?? 0)) * contact.ny;
        }
      });
    }
  }
  /** Gives the library's memory back. */
  free() {
    this.#rapier.free();
  }
};

// sim/src/referee/raster.ts
function fillOutline(frame, outline, visit) {
  if (outline.kind === "polygon") fillPolygon(frame, outline.points, visit);
  else fillDisc(frame, outline.x_m, outline.y_m, outline.radius_m, visit);
}
function fillPolygon(frame, points, visit) {
  const { width, height, resolution_m, originX_m, originY_m } = frame;
  const n = points.length;
  let minY = Number.POSITIVE_INFINITY;
  let maxY = Number.NEGATIVE_INFINITY;
  for (let i = 1; i < n; i += 2) {
    if (points[i] < minY) minY = points[i];
    if (points[i] > maxY) maxY = points[i];
  }
  const first2 = Math.max(0, Math.ceil((minY - originY_m) / resolution_m - 0.5));
  const last = Math.min(height - 1, Math.floor((maxY - originY_m) / resolution_m - 0.5));
  const crossings = [];
  for (let iy = first2; iy <= last; iy++) {
    const y = originY_m + (iy + 0.5) * resolution_m;
    crossings.length = 0;
    for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
      const yi = points[i + 1];
      const yj = points[j + 1];
      if (yi > y === yj > y) continue;
      crossings.push(points[i] + (y - yi) * (points[j] - points[i]) / (yj - yi));
    }
    crossings.sort((a2, b2) => a2 - b2);
    for (let c = 0; c + 1 < crossings.length; c += 2) {
      const from = Math.max(0, Math.ceil((crossings[c] - originX_m) / resolution_m - 0.5));
      const to = Math.min(width - 1, Math.floor((crossings[c + 1] - originX_m) / resolution_m - 0.5));
      for (let ix = from; ix <= to; ix++) visit(iy * width + ix);
    }
  }
}
function fillDisc(frame, x, y, radius_m, visit) {
  const { width, height, resolution_m, originX_m, originY_m } = frame;
  const first2 = Math.max(0, Math.ceil((y - radius_m - originY_m) / resolution_m - 0.5));
  const last = Math.min(height - 1, Math.floor((y + radius_m - originY_m) / resolution_m - 0.5));
  for (let iy = first2; iy <= last; iy++) {
    const dy = originY_m + (iy + 0.5) * resolution_m - y;
    const half2 = radius_m * radius_m - dy * dy;
    if (half2 < 0) continue;
    const half = Math.sqrt(half2);
    const from = Math.max(0, Math.ceil((x - half - originX_m) / resolution_m - 0.5));
    const to = Math.min(width - 1, Math.floor((x + half - originX_m) / resolution_m - 0.5));
    for (let ix = from; ix <= to; ix++) visit(iy * width + ix);
  }
}
function fillLine(frame, ax, ay, bx, by, visit) {
  const { width, height, resolution_m, originX_m, originY_m } = frame;
  const length = hypot(bx - ax, by - ay);
  const pieces = Math.max(1, Math.ceil(4 * length / resolution_m));
  for (let k = 0; k <= pieces; k++) {
    const ix = Math.floor((ax + (bx - ax) * k / pieces - originX_m) / resolution_m);
    const iy = Math.floor((ay + (by - ay) * k / pieces - originY_m) / resolution_m);
    if (ix >= 0 && iy >= 0 && ix < width && iy < height) visit(iy * width + ix);
  }
}
function connected(open, width, height, from) {
  const reached = new Uint8Array(width * height);
  if (open[from] === 0) return reached;
  const stack = new Int32Array(width * height);
  let top = 0;
  stack[top++] = from;
  reached[from] = 1;
  const visit = (index) => {
    if (open[index] === 0 || reached[index] === 1) return;
    reached[index] = 1;
    stack[top++] = index;
  };
  while (top > 0) {
    const index = stack[--top];
    const ix = index % width;
    if (ix > 0) visit(index - 1);
    if (ix < width - 1) visit(index + 1);
    if (index >= width) visit(index - width);
    if (index < width * (height - 1)) visit(index + width);
  }
  return reached;
}

// sim/src/referee/brushSweep.ts
var STRIDE_M2 = 8e-3;
var CARRIED_M = 0.1;
var BrushSweep = class {
  #frame;
  #x_m;
  #leftY_m;
  #rightY_m;
  #visit;
  // Ends of the brush where it was last drawn: left x, y, right x, y.
  #last = new Float64Array(4);
  #now = new Float64Array(4);
  #quad = new Float64Array(8);
  #triangle = new Float64Array(6);
  #started = false;
  /**
   * @param brush its width across the body and how far ahead of the axle it lies
   * @param visit is called for each cell swept: once for each pass over its centre
   * @param y_m   its middle, left of the body's
   */
  constructor(frame, brush, visit, y_m = 0) {
    this.#frame = frame;
    this.#x_m = brush.x_m;
    this.#leftY_m = y_m + brush.width_m / 2;
    this.#rightY_m = y_m - brush.width_m / 2;
    this.#visit = visit;
  }
  /** Forgets the last pose: the next one starts a new stroke. */
  lift() {
    this.#started = false;
  }
  moveTo({ x, y, theta }) {
    const now = this.#now;
    const last = this.#last;
    const c = cos(theta);
    const s = sin(theta);
    now[0] = x + c * this.#x_m - s * this.#leftY_m;
    now[1] = y + s * this.#x_m + c * this.#leftY_m;
    now[2] = x + c * this.#x_m - s * this.#rightY_m;
    now[3] = y + s * this.#x_m + c * this.#rightY_m;
    if (!this.#started) {
      this.#started = true;
      last.set(now);
      return;
    }
    const left = Math.abs(now[0] - last[0]) + Math.abs(now[1] - last[1]);
    const right = Math.abs(now[2] - last[2]) + Math.abs(now[3] - last[3]);
    const moved = Math.max(left, right);
    if (moved < STRIDE_M2) return;
    if (moved < CARRIED_M) this.#drawSwept();
    last.set(now);
  }
  #drawSwept() {
    const [lx, ly, rx, ry] = this.#last;
    const [lx2, ly2, rx2, ry2] = this.#now;
    const dx = rx - lx;
    const dy = ry - ly;
    const a2 = dx * (ly2 - ly) - dy * (lx2 - lx);
    const b2 = dx * (ry2 - ly) - dy * (rx2 - lx);
    if (a2 * b2 >= 0) {
      this.#quad.set([lx, ly, rx, ry, rx2, ry2, lx2, ly2]);
      fillPolygon(this.#frame, this.#quad, this.#visit);
      return;
    }
    const t = a2 / (a2 - b2);
    const cx = lx2 + t * (rx2 - lx2);
    const cy = ly2 + t * (ry2 - ly2);
    this.#triangle.set([lx, ly, cx, cy, lx2, ly2]);
    fillPolygon(this.#frame, this.#triangle, this.#visit);
    this.#triangle.set([rx, ry, rx2, ry2, cx, cy]);
    fillPolygon(this.#frame, this.#triangle, this.#visit);
  }
};

// sim/src/referee/distance.ts
function squaredDistance2(marked, width, height) {
  const out2 = new Float64Array(width * height);
  const longest = Math.max(width, height);
  const line = new Float64Array(longest);
  const answer = new Float64Array(longest);
  const apex = new Int32Array(longest);
  const border = new Float64Array(longest + 1);
  for (let ix = 0; ix < width; ix++) {
    for (let iy = 0; iy < height; iy++) line[iy] = marked[iy * width + ix] !== 0 ? 0 : Number.POSITIVE_INFINITY;
    envelope(line, height, answer, apex, border);
    for (let iy = 0; iy < height; iy++) out2[iy * width + ix] = answer[iy];
  }
  for (let iy = 0; iy < height; iy++) {
    const row = iy * width;
    for (let ix = 0; ix < width; ix++) line[ix] = out2[row + ix];
    envelope(line, width, answer, apex, border);
    for (let ix = 0; ix < width; ix++) out2[row + ix] = answer[ix];
  }
  return out2;
}
function envelope(f, n, answer, apex, border) {
  let k = -1;
  for (let q = 0; q < n; q++) {
    const height = f[q];
    if (height === Number.POSITIVE_INFINITY) continue;
    let from = Number.NEGATIVE_INFINITY;
    while (k >= 0) {
      const p = apex[k];
      from = (height + q * q - (f[p] + p * p)) / (2 * (q - p));
      if (from > border[k]) break;
      k--;
      from = Number.NEGATIVE_INFINITY;
    }
    k++;
    apex[k] = q;
    border[k] = from;
    border[k + 1] = Number.POSITIVE_INFINITY;
  }
  if (k < 0) {
    answer.fill(Number.POSITIVE_INFINITY, 0, n);
    return;
  }
  let j = 0;
  for (let q = 0; q < n; q++) {
    while (border[j + 1] < q) j++;
    const p = apex[j];
    answer[q] = (q - p) * (q - p) + f[p];
  }
}

// sim/src/referee/groundTruth.ts
var MARGIN_M = 0.3;
var THIN_CELLS = 1.5;
function groundTruth(world2, geometry, resolution_m) {
  const frame = frameOf(world2, resolution_m);
  const blocked = bodyObstacles(world2, geometry, frame);
  return { frame, blocked, ...reachableFrom(blocked, frame, world2.T_world_start, geometry) };
}
function reachableFrom(blocked, frame, from, geometry) {
  const { width, height, resolution_m } = frame;
  const start = cellOf(frame, from.x, from.y);
  const open = blocked.map((value) => 1 - value);
  const free = connected(open, width, height, start);
  const clearance = geometry.bodyRadius_m / resolution_m + 0.5;
  const toBlocked = squaredDistance2(rimmed(blocked, width, height), width, height);
  const clear = new Uint8Array(width * height);
  for (let i = 0; i < clear.length; i++) clear[i] = toBlocked[i] >= clearance * clearance ? 1 : 0;
  const centres = connected(clear, width, height, nearest(clear, frame, start));
  const reach = geometry.mainBrush.width_m / 2 / resolution_m + 0.5;
  const toCentre = squaredDistance2(centres, width, height);
  const reachable = new Uint8Array(width * height);
  for (let i = 0; i < reachable.length; i++) reachable[i] = free[i] === 1 && toCentre[i] <= reach * reach ? 1 : 0;
  return { free, centres, reachable };
}
function bodyObstacles(world2, geometry, frame) {
  const blocked = new Uint8Array(frame.width * frame.height);
  const mark = (index) => {
    blocked[index] = 1;
  };
  const floor = new FloorField(world2, geometry.maxClimb_m);
  const startHeight = floor.heightAt(world2.T_world_start.x, world2.T_world_start.y);
  for (const { outline, height_m } of world2.floor) {
    if (height_m >= startHeight - FALL_DEPTH_M) continue;
    fillPolygon(frame, outline, (index) => {
      const x = frame.originX_m + (index % frame.width + 0.5) * frame.resolution_m;
      const y = frame.originY_m + (Math.floor(index / frame.width) + 0.5) * frame.resolution_m;
      if (floor.heightAt(x, y) < startHeight - FALL_DEPTH_M) mark(index);
    });
  }
  const edges = floor.stepEdges(geometry.maxClimb_m);
  for (let i = 0; i < edges.length; i += 4) fillLine(frame, edges[i], edges[i + 1], edges[i + 2], edges[i + 3], mark);
  for (const solid of world2.solids) {
    if (isPushable(solid)) continue;
    for (const shape of solid.shapes)
      if (isInBodyBand(shape, geometry)) draw(frame, outlineOf(shape, solid.T_world_solid), mark);
  }
  return blocked;
}
function draw(frame, outline, mark) {
  fillOutline(frame, outline, mark);
  const thin_m = THIN_CELLS * frame.resolution_m;
  if (outline.kind === "circle") {
    if (2 * outline.radius_m < thin_m) fillLine(frame, outline.x_m, outline.y_m, outline.x_m, outline.y_m, mark);
    return;
  }
  const { points } = outline;
  const n = points.length;
  let area = 0;
  let longest = 0;
  for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
    area += points[j] * points[i + 1] - points[i] * points[j + 1];
    longest = Math.max(longest, hypot(points[i] - points[j], points[i + 1] - points[j + 1]));
  }
  if (0.5 * Math.abs(area) >= thin_m * longest) return;
  for (let i = 0, j = n - 2; i < n; j = i, i += 2)
    fillLine(frame, points[j], points[j + 1], points[i], points[i + 1], mark);
}
function frameOf(world2, resolution_m) {
  let minX = world2.T_world_start.x;
  let minY = world2.T_world_start.y;
  let maxX = minX;
  let maxY = minY;
  const take = (x, y) => {
    minX = Math.min(minX, x);
    minY = Math.min(minY, y);
    maxX = Math.max(maxX, x);
    maxY = Math.max(maxY, y);
  };
  for (const { shapes, T_world_solid } of world2.solids) {
    for (const shape of shapes) {
      const outline = outlineOf(shape, T_world_solid);
      if (outline.kind === "polygon")
        for (let i = 0; i < outline.points.length; i += 2) take(outline.points[i], outline.points[i + 1]);
      else {
        take(outline.x_m - outline.radius_m, outline.y_m - outline.radius_m);
        take(outline.x_m + outline.radius_m, outline.y_m + outline.radius_m);
      }
    }
  }
  for (const { outline } of world2.floor) for (let i = 0; i < outline.length; i += 2) take(outline[i], outline[i + 1]);
  const x0 = Math.floor((minX - MARGIN_M) / resolution_m);
  const y0 = Math.floor((minY - MARGIN_M) / resolution_m);
  return {
    width: Math.ceil((maxX + MARGIN_M) / resolution_m) - x0,
    height: Math.ceil((maxY + MARGIN_M) / resolution_m) - y0,
    resolution_m,
    originX_m: x0 * resolution_m,
    originY_m: y0 * resolution_m
  };
}
function cellOf(frame, x, y) {
  const ix = Math.floor((x - frame.originX_m) / frame.resolution_m);
  const iy = Math.floor((y - frame.originY_m) / frame.resolution_m);
  return iy * frame.width + ix;
}
function rimmed(mask, width, height) {
  const out2 = mask.slice();
  out2.fill(1, 0, width);
  out2.fill(1, width * (height - 1));
  for (let iy = 0; iy < height; iy++) {
    out2[iy * width] = 1;
    out2[iy * width + width - 1] = 1;
  }
  return out2;
}
function nearest(mask, { width, height }, from) {
  if (mask[from] === 1) return from;
  const fx = from % width;
  const fy = Math.floor(from / width);
  let best = Number.POSITIVE_INFINITY;
  let found = from;
  for (let iy = 0; iy < height; iy++) {
    for (let ix = 0; ix < width; ix++) {
      const d2 = (ix - fx) * (ix - fx) + (iy - fy) * (iy - fy);
      if (mask[iy * width + ix] === 1 && d2 < best) {
        best = d2;
        found = iy * width + ix;
      }
    }
  }
  return found;
}

// sim/src/referee/contactLog.ts
var HARD_MPS = 0.1;
var PAUSE_S = 0.3;
var ContactLog = class {
  contacts = 0;
  hardContacts = 0;
  #lastTouch_s = /* @__PURE__ */ new Map();
  observe({ stamp_s, contacts }) {
    for (const { name, closing_mps } of contacts) {
      const last_s = this.#lastTouch_s.get(name) ?? Number.NEGATIVE_INFINITY;
      this.#lastTouch_s.set(name, stamp_s);
      if (stamp_s - last_s < PAUSE_S) continue;
      this.contacts++;
      if (closing_mps > HARD_MPS) this.hardContacts++;
    }
  }
};

// sim/src/referee/sweptFloor.ts
var FREE = 1;
var REACHABLE = 2;
var EDGE = 4;
var SWEPT = 8;
var CLEANED = 16;
var coverageCell = { blocked: 0, outOfReach: 1, missed: 2, swept: 3, sweptOutOfReach: 4 };
var SweptFloor = class {
  #cells;
  #counts = {
    free: 0,
    sweptFree: 0,
    reachable: 0,
    sweptReachable: 0,
    cleanedReachable: 0,
    edge: 0,
    sweptEdge: 0
  };
  /** @param edge_m width of the edge band: the reachable cells this near to the rim of what is reachable */
  constructor({ frame, free, reachable }, edge_m) {
    const outside = reachable.map((value) => 1 - value);
    const distance = squaredDistance2(outside, frame.width, frame.height);
    const limit = edge_m / frame.resolution_m + 0.5;
    this.#cells = new Uint8Array(free.length);
    for (let i = 0; i < free.length; i++) {
      if (free[i] === 0) continue;
      const isEdge = reachable[i] === 1 && distance[i] <= limit * limit;
      this.#cells[i] = FREE | (reachable[i] === 1 ? REACHABLE : 0) | (isEdge ? EDGE : 0);
      add(this.#counts, this.#cells[i], 1);
    }
  }
  sweep(index, brushOn) {
    const before = this.#cells[index];
    const after = before | (brushOn ? SWEPT | CLEANED : SWEPT);
    if (after === before) return;
    add(this.#counts, before, -1);
    add(this.#counts, after, 1);
    this.#cells[index] = after;
  }
  /** The sums over all cells but those given (each once). */
  countWithout(excluded) {
    const counts = { ...this.#counts };
    for (const index of excluded) add(counts, this.#cells[index], -1);
    return counts;
  }
  /** One of `coverageCell` for each cell. */
  picture() {
    return this.#cells.map((cell) => {
      if ((cell & FREE) === 0) return coverageCell.blocked;
      if ((cell & REACHABLE) === 0) return cell & SWEPT ? coverageCell.sweptOutOfReach : coverageCell.outOfReach;
      return cell & SWEPT ? coverageCell.swept : coverageCell.missed;
    });
  }
};
function add(counts, cell, one) {
  if ((cell & FREE) === 0) return;
  counts.free += one;
  if (cell & SWEPT) counts.sweptFree += one;
  if ((cell & REACHABLE) === 0) return;
  counts.reachable += one;
  if (cell & SWEPT) counts.sweptReachable += one;
  if (cell & CLEANED) counts.cleanedReachable += one;
  if ((cell & EDGE) === 0) return;
  counts.edge += one;
  if (cell & SWEPT) counts.sweptEdge += one;
}

// sim/src/referee/truthMap.ts
var RESOLUTION_M = 0.02;
function truthMap(world2, geometry, sense = "body") {
  const frame = frameOf(world2, RESOLUTION_M);
  const occupied = sense === "body" ? bodyObstacles(world2, geometry, frame) : lidarObstacles(world2, geometry.lidar.z_m, frame);
  const open = occupied.map((value) => 1 - value);
  const start = cellOf(frame, world2.T_world_start.x, world2.T_world_start.y);
  const free = connected(open, frame.width, frame.height, start);
  const data = new Int8Array(occupied.length);
  for (let i = 0; i < data.length; i++) data[i] = occupied[i] === 1 ? 100 : free[i] === 1 ? 0 : -1;
  return { ...frame, data };
}
function lidarObstacles(world2, z_m, frame) {
  const occupied = new Uint8Array(frame.width * frame.height);
  for (const { shapes, T_world_solid } of world2.solids)
    for (const shape of shapes)
      if (shape.z0_m <= z_m && shape.z1_m >= z_m)
        draw(frame, outlineOf(shape, T_world_solid), (index) => {
          occupied[index] = 1;
        });
  return occupied;
}

// sim/src/referee/referee.ts
var RESOLUTION_M2 = 0.01;
var BRUSH_ON = 0.1;
var STUCK_WHEELS_MPS = 0.05;
var STUCK_SHARE = 0.1;
var Referee = class {
  ground;
  #world;
  #geometry;
  #floor;
  #sweep;
  #contacts = new ContactLog();
  #brushOn = false;
  #last;
  #path_m = 0;
  #brushedPath_m = 0;
  #falls = 0;
  #stuck_s = 0;
  constructor({ world: world2, geometry }) {
    this.#world = world2;
    this.#geometry = geometry;
    this.ground = groundTruth(world2, geometry, RESOLUTION_M2);
    this.#floor = new SweptFloor(this.ground, geometry.mainBrush.width_m);
    this.#sweep = new BrushSweep(
      this.ground.frame,
      geometry.mainBrush,
      (index) => this.#floor.sweep(index, this.#brushOn)
    );
  }
  update(truth) {
    const last = this.#last;
    this.#last = truth;
    this.#brushOn = truth.mainBrush > BRUSH_ON;
    this.#contacts.observe(truth);
    if (truth.fallen && last?.fallen !== true) this.#falls++;
    if (truth.lifted || truth.fallen) return this.#sweep.lift();
    this.#sweep.moveTo(truth.T_world_base);
    if (last === void 0) return;
    const dt = truth.stamp_s - last.stamp_s;
    this.#path_m += Math.abs(truth.v_mps) * dt;
    if (this.#brushOn) this.#brushedPath_m += Math.abs(truth.v_mps) * dt;
    const moves = Math.abs(truth.v_mps) + 0.5 * this.#geometry.wheelBase_m * Math.abs(truth.w_radps);
    if (truth.wheelSpeed_mps > STUCK_WHEELS_MPS && moves < STUCK_SHARE * truth.wheelSpeed_mps) this.#stuck_s += dt;
  }
  /** The score at the last update; cheap. */
  score() {
    const n = this.#floor.countWithout(this.#footprints());
    const cell_m2 = RESOLUTION_M2 * RESOLUTION_M2;
    return {
      stamp_s: this.#last?.stamp_s ?? 0,
      path_m: this.#path_m,
      brushedPath_m: this.#brushedPath_m,
      coverage: share(n.sweptReachable, n.reachable),
      cleanedCoverage: share(n.cleanedReachable, n.reachable),
      coverageFreeFloor: share(n.sweptFree, n.free),
      edgeCoverage: share(n.sweptEdge, n.edge),
      reachableArea_m2: n.reachable * cell_m2,
      freeArea_m2: n.free * cell_m2,
      sweptArea_m2: n.sweptFree * cell_m2,
      lambda: share(this.#path_m * this.#geometry.mainBrush.width_m, n.reachable * cell_m2),
      cliffFalls: this.#falls,
      contacts: this.#contacts.contacts,
      hardContacts: this.#contacts.hardContacts,
      stuck_s: this.#stuck_s,
      docked: this.#last?.docked ?? false
    };
  }
  /** Cells under pushable things where they stand now. */
  #footprints() {
    const covered = /* @__PURE__ */ new Set();
    for (const solid of this.#world.solids) {
      if (!isPushable(solid)) continue;
      const T_world_solid = this.#last?.looseSolids.get(solid.name) ?? solid.T_world_solid;
      for (const shape of solid.shapes)
        if (isInBodyBand(shape, this.#geometry))
          draw(this.ground.frame, outlineOf(shape, T_world_solid), (index) => covered.add(index));
    }
    return covered;
  }
  /** Which floor could be reached, and which was swept, at 1 cm. */
  coveragePicture() {
    return { ...this.ground.frame, data: this.#floor.picture() };
  }
  /** The world as body or lidar meet it, at 2 cm; see `truthMap`. */
  truthMap(sense = "body") {
    return truthMap(this.#world, this.#geometry, sense);
  }
};
function share(part2, whole) {
  return whole === 0 ? 0 : part2 / whole;
}

// sim/src/floor/stance.ts
var CASTER_X_M = 0.125;
var FOLLOW_S = 0.08;
var SMOOTH_STEP_M = 3e-3;
var CLIMB_SLIP = 0.5;
var Stance = class {
  floorLeft;
  floorRight;
  /** Heights of the feet, m. */
  leftZ_m = 0;
  rightZ_m = 0;
  casterZ_m = 0;
  /** REP-103: nose down and left side up are positive. */
  pitch_rad = 0;
  roll_rad = 0;
  fallenLeft = false;
  fallenRight = false;
  /** Share of each wheel's way lost while it climbs. */
  leftSlip = 0;
  rightSlip = 0;
  #floor;
  #geometry;
  #rng;
  #leftClimb_m = 0;
  #rightClimb_m = 0;
  /** @param rng for the slip while climbing; absent: climbs cost nothing */
  constructor(floor, geometry, rng) {
    this.#floor = floor;
    this.#geometry = geometry;
    this.#rng = rng;
    this.floorLeft = floor.patchAt(0, 0);
    this.floorRight = this.floorLeft;
  }
  get fallen() {
    return this.fallenLeft || this.fallenRight;
  }
  /** Height of base_link's origin over the bare floor, m. */
  get z_m() {
    return 0.5 * (this.leftZ_m + this.rightZ_m);
  }
  /** Height of the body's underside reference plane (through the feet) at a point of base_link, m. */
  heightAt(x_base, y_base) {
    return this.z_m - x_base * this.pitch_rad + y_base * this.roll_rad;
  }
  /** Sets the robot down, level at once. */
  place(T_world_base) {
    this.#look(T_world_base);
    this.leftZ_m = this.floorLeft.height_m;
    this.rightZ_m = this.floorRight.height_m;
    this.fallenLeft = false;
    this.fallenRight = false;
    this.leftSlip = 0;
    this.rightSlip = 0;
    this.casterZ_m = this.#casterFloor(T_world_base);
    this.#tilt();
  }
  /** Follows the floor for one time step. */
  step(T_world_base, dt, moved_m) {
    const before = { left: this.floorLeft.height_m, right: this.floorRight.height_m };
    this.#look(T_world_base);
    const left = this.floorLeft.height_m;
    const right = this.floorRight.height_m;
    if (left < before.left - FALL_DEPTH_M) this.fallenLeft = true;
    if (right < before.right - FALL_DEPTH_M) this.fallenRight = true;
    this.#leftClimb_m = this.#climb(left - before.left, this.#leftClimb_m, moved_m);
    this.#rightClimb_m = this.#climb(right - before.right, this.#rightClimb_m, moved_m);
    this.leftSlip = this.#slip(this.#leftClimb_m, left - before.left, this.leftSlip);
    this.rightSlip = this.#slip(this.#rightClimb_m, right - before.right, this.rightSlip);
    const follow2 = dt / (FOLLOW_S + dt);
    const lowest = Math.max(before.left, before.right, 0) - 0.03;
    this.leftZ_m += follow2 * (Math.max(left, lowest) - this.leftZ_m);
    this.rightZ_m += follow2 * (Math.max(right, lowest) - this.rightZ_m);
    const casterFloor = Math.max(this.#casterFloor(T_world_base), this.z_m - FALL_DEPTH_M / 4);
    this.casterZ_m += follow2 * (casterFloor - this.casterZ_m);
    this.#tilt();
  }
  #look({ x, y, theta }) {
    const half = 0.5 * this.#geometry.wheelBase_m;
    const ox = half * sin(theta);
    const oy = half * cos(theta);
    this.floorLeft = this.#floor.patchAt(x - ox, y + oy);
    this.floorRight = this.#floor.patchAt(x + ox, y - oy);
  }
  #casterFloor({ x, y, theta }) {
    return this.#floor.heightAt(x + CASTER_X_M * cos(theta), y + CASTER_X_M * sin(theta));
  }
  #tilt() {
    this.pitch_rad = (this.z_m - this.casterZ_m) / CASTER_X_M;
    this.roll_rad = (this.leftZ_m - this.rightZ_m) / this.#geometry.wheelBase_m;
  }
  /** Way left to climb. A wheel of radius r rolls sqrt(2 r h) while it rises by h. */
  #climb(rise_m, left_m, moved_m) {
    if (rise_m > SMOOTH_STEP_M) return Math.sqrt(2 * this.#geometry.wheelRadius_m * rise_m);
    return Math.max(0, left_m - Math.abs(moved_m));
  }
  #slip(climb_m, rise_m, before) {
    if (climb_m === 0 || this.#rng === void 0) return 0;
    if (rise_m <= SMOOTH_STEP_M) return before;
    return Math.min(0.9, CLIMB_SLIP * (rise_m / this.#geometry.maxClimb_m) * (0.5 + this.#rng.uniform()));
  }
};

// sim/src/physics/driveTrain.ts
var COMMAND_TIMEOUT_S = 0.5;
var DriveTrain = class {
  /** Nominal speed of base_link that the wheels turn at. */
  v_mps = 0;
  w_radps = 0;
  /** Way turned by each wheel, true, m at nominal radius. */
  left_m = 0;
  right_m = 0;
  /** Way over the floor of the last step: along the heading, m, and turned, rad. */
  forward_m = 0;
  turn_rad = 0;
  #geometry;
  #noise;
  #rng;
  #leftScale;
  #rightScale;
  #trueBase_m;
  #command = { v_mps: 0, w_radps: 0 };
  #commandAge_s = Number.POSITIVE_INFINITY;
  constructor(geometry, noise, rng) {
    this.#geometry = geometry;
    this.#noise = noise;
    this.#rng = rng;
    const scale = 1 + noise.scale * rng.normal();
    const halfRatio = 0.5 * noise.diameterRatio * rng.normal();
    this.#leftScale = scale * (1 - halfRatio);
    this.#rightScale = scale * (1 + halfRatio);
    this.#trueBase_m = geometry.wheelBase_m * (1 + noise.base * rng.normal());
  }
  command(command) {
    const { v_mps, w_radps } = command;
    if (!Number.isFinite(v_mps) || !Number.isFinite(w_radps))
      throw new RangeError(`Cannot drive: speeds must be finite, got v ${v_mps} m/s, w ${w_radps} rad/s`);
    const { maxSpeed_mps, maxYawRate_radps } = this.#geometry;
    this.#command = { v_mps: clamp2(v_mps, maxSpeed_mps), w_radps: clamp2(w_radps, maxYawRate_radps) };
    this.#commandAge_s = 0;
  }
  /** Stops at once, as after being set down. */
  halt() {
    this.v_mps = 0;
    this.w_radps = 0;
    this.#commandAge_s = Number.POSITIVE_INFINITY;
  }
  /**
   * Turns the wheels for one time step.
   * @param leftSlip,rightSlip share of each wheel's way lost beyond the floor's own slip, in [0, 1]
   */
  step(dt, floorLeft, floorRight, leftSlip, rightSlip) {
    const geometry = this.#geometry;
    const stale = this.#commandAge_s >= COMMAND_TIMEOUT_S;
    this.#commandAge_s += dt;
    const wantedV = stale ? 0 : this.#command.v_mps;
    const wantedW = stale ? 0 : this.#command.w_radps;
    this.v_mps += clamp2(wantedV - this.v_mps, geometry.maxAcceleration_mps2 * dt);
    this.w_radps += clamp2(wantedW - this.w_radps, geometry.maxYawAcceleration_radps2 * dt);
    const half = 0.5 * geometry.wheelBase_m;
    const left = (this.v_mps - this.w_radps * half) * dt;
    const right = (this.v_mps + this.w_radps * half) * dt;
    this.left_m += left;
    this.right_m += right;
    const leftWay = this.#wayOf(left * this.#leftScale, floorLeft, leftSlip);
    const rightWay = this.#wayOf(right * this.#rightScale, floorRight, rightSlip);
    this.forward_m = 0.5 * (leftWay + rightWay);
    this.turn_rad = (rightWay - leftWay) / this.#trueBase_m;
  }
  #wayOf(rolled_m, floor, extraSlip) {
    if (rolled_m === 0) return 0;
    const noise = this.#noise;
    const onHard = floor.surface === "hard";
    const slip = onHard ? noise.hardSlip : floor.surface === "lowPile" ? noise.lowPileSlip : noise.highPileSlip;
    const spread = onHard ? noise.hard_mpsqrtm : noise.pile_mpsqrtm;
    const random = spread === 0 ? 0 : spread * Math.sqrt(Math.abs(rolled_m)) * this.#rng.normal();
    return rolled_m * (1 - slip) * (1 - extraSlip) + random;
  }
};
function clamp2(value, limit) {
  return value > limit ? limit : Math.max(value, -limit);
}

// sim/src/chassis.ts
var GRIP = { hard: 0.6, lowPile: 0.8, highPile: 0.9 };
var Chassis = class {
  drive;
  stance;
  motion = { v: 0, w: 0, pitch_rad: 0, roll_rad: 0 };
  T_world_base = { x: 0, y: 0, theta: 0 };
  lifted = false;
  #physics;
  #floor;
  #pileDrift;
  #dt;
  constructor(geometry, noise, floor, physics, rng, dt) {
    this.drive = new DriveTrain(geometry, noise, rng.fork("wheels"));
    this.stance = new Stance(floor, geometry, noise.hardSlip > 0 ? rng.fork("climb") : void 0);
    this.#physics = physics;
    this.#floor = floor;
    this.#pileDrift = noise.pileDrift;
    this.#dt = dt;
  }
  /** Sets the robot down, at rest. */
  place(T_world_base) {
    const { x, y, theta } = T_world_base;
    if (!Number.isFinite(x + y + theta))
      throw new RangeError(`Cannot place robot: pose must be finite, got (${x}, ${y}, ${theta})`);
    this.T_world_base = T_world_base;
    this.lifted = false;
    this.drive.halt();
    this.#physics.placeRobot(x, y);
    this.stance.place(T_world_base);
  }
  /** @param powered false: the battery is empty */
  step(powered) {
    const { drive: drive2, stance } = this;
    const dt = this.#dt;
    drive2.step(dt, stance.floorLeft, stance.floorRight, stance.leftSlip, stance.rightSlip);
    const held = this.lifted || stance.fallen || !powered;
    const forward = held ? 0 : drive2.forward_m;
    const turn2 = held ? 0 : drive2.turn_rad;
    const T = this.T_world_base;
    this.#moveBody(T, forward, turn2);
    const { x, y } = this.T_world_base;
    const along = (x - T.x) * cos(T.theta) + (y - T.y) * sin(T.theta);
    if (!this.lifted) stance.step(this.T_world_base, dt, along);
    this.motion.v = along / dt;
    this.motion.w = turn2 / dt;
    this.motion.pitch_rad = stance.pitch_rad;
    this.motion.roll_rad = stance.roll_rad;
  }
  #moveBody(T, forward, turn2) {
    const dt = this.#dt;
    const wanted = driveArc(T, forward / dt, turn2 / dt, dt);
    const under = this.#floor.patchAt(T.x, T.y);
    let vx = (wanted.x - T.x) / dt;
    let vy = (wanted.y - T.y) / dt;
    if (under.pileYaw_rad !== void 0) {
      const drift = this.#pileDrift * Math.abs(forward) / dt;
      vx += drift * cos(under.pileYaw_rad);
      vy += drift * sin(under.pileYaw_rad);
    }
    const still = this.#physics.step(vx, vy, GRIP[under.surface]);
    if (still && turn2 === 0) return;
    const { x, y } = still ? T : this.#physics.robotPosition();
    this.T_world_base = { x, y, theta: wrapAngle(T.theta + turn2) };
  }
};

// sim/src/lidar/lidarSensor.ts
var GLASS_PASSES = 0.85;
var GLASS_MIRRORS_COS = 0.99027;
var GRAZE_FROM_COS = 0.2588;
var GRAZE_TO_COS = 0.0523;
var EDGE_M = 0.12;
var MAX_BOUNCES = 3;
var LidarSensor = class {
  #profile;
  #noise;
  #mount;
  #scene;
  #rng;
  #scale;
  #offset_m;
  #angleMin_rad = -Math.PI;
  #angleStep_rad;
  /** Direction of each ray in the base frame. */
  #beamCos;
  #beamSin;
  #ranges;
  #intensities;
  #next = 0;
  #start_s;
  #beamTime_s;
  #before_m = Number.NaN;
  constructor(profile, mount, noise, scene, rng, start_s) {
    this.#profile = profile;
    this.#mount = mount;
    this.#noise = noise;
    this.#scene = scene;
    this.#rng = rng;
    this.#scale = 1 + noise.lidarSpread * profile.biasLinear * rng.normal();
    this.#offset_m = noise.lidarSpread * profile.biasConstant_m * rng.normal();
    this.#angleStep_rad = 2 * Math.PI / profile.beams;
    const bearing = (i) => mount.yaw_rad + this.#angleMin_rad + i * this.#angleStep_rad;
    this.#beamCos = Float64Array.from({ length: profile.beams }, (_, i) => cos(bearing(i)));
    this.#beamSin = Float64Array.from({ length: profile.beams }, (_, i) => sin(bearing(i)));
    this.#ranges = new Float32Array(profile.beams);
    this.#intensities = new Float32Array(profile.beams);
    this.#start_s = start_s;
    this.#beamTime_s = this.#turnTime() / profile.beams;
  }
  #turnTime() {
    const spin = this.#noise.lidarSpin;
    return (spin === 0 ? 1 : 1 + spin * this.#rng.normal()) / this.#profile.rate_hz;
  }
  /**
   * Casts the rays due in (from_s, to_s], the body moving from one pose to the other.
   * @param pitch_rad,roll_rad the body's tilt, REP-103
   * @param z_m                height of base_link over the bare floor
   * @param out                receives a scan when one has come to its end
   */
  sweep(from_s, to_s, T_world_from, T_world_to, pitch_rad, roll_rad, z_m, out2) {
    const mount = this.#mount;
    const turn2 = wrapAngle(T_world_to.theta - T_world_from.theta);
    const dx = T_world_to.x - T_world_from.x;
    const dy = T_world_to.y - T_world_from.y;
    const inverse2 = 1 / (to_s - from_s);
    const z = z_m + mount.z_m - mount.x_m * pitch_rad + mount.y_m * roll_rad;
    for (; ; ) {
      const time_s = this.#start_s + this.#next * this.#beamTime_s;
      if (time_s > to_s) return;
      const share2 = (time_s - from_s) * inverse2;
      const theta = T_world_from.theta + share2 * turn2;
      const c = cos(theta);
      const s = sin(theta);
      const cb = this.#beamCos[this.#next];
      const sb = this.#beamSin[this.#next];
      const ox = T_world_from.x + share2 * dx + c * mount.x_m - s * mount.y_m;
      const oy = T_world_from.y + share2 * dy + s * mount.x_m + c * mount.y_m;
      this.#measure(ox, oy, c * cb - s * sb, s * cb + c * sb, z, sb * roll_rad - cb * pitch_rad);
      if (++this.#next === this.#profile.beams) out2.push(this.#finish());
    }
  }
  #finish() {
    const profile = this.#profile;
    const stamp_s = this.#start_s;
    const timeIncrement_s = this.#beamTime_s;
    const scan = {
      kind: "scan",
      stamp_s,
      angleMin_rad: this.#angleMin_rad,
      angleIncrement_rad: this.#angleStep_rad,
      timeIncrement_s,
      scanTime_s: timeIncrement_s * profile.beams,
      rangeMin_m: profile.rangeMin_m,
      rangeMax_m: profile.rangeMax_m,
      ranges_m: this.#ranges,
      intensities: this.#intensities
    };
    this.#ranges = new Float32Array(profile.beams);
    this.#intensities = new Float32Array(profile.beams);
    this.#start_s += scan.scanTime_s;
    this.#beamTime_s = this.#turnTime() / profile.beams;
    this.#next = 0;
    return scan;
  }
  #measure(ox, oy, dx, dy, z, slope) {
    const i = this.#next;
    const profile = this.#profile;
    const ideal = !this.#noise.lidarOptics;
    const hit = this.#scene.cast(ox, oy, dx, dy, 0, profile.rangeMax_m, z, slope);
    let r2 = ideal ? hit.material === void 0 ? Number.POSITIVE_INFINITY : hit.range_m : this.#follow(hit, ox, oy, dx, dy, z, slope);
    if (!ideal && profile.beamWidth_rad > 0) r2 = this.#mix(r2);
    this.#before_m = r2;
    if (r2 < Number.POSITIVE_INFINITY) {
      r2 = this.#distort(r2);
      const { material, cosine } = this.#scene.hit;
      this.#intensities[i] = 255 * Math.min(1, (material?.reflectivity ?? 0.3) * (0.2 + 0.8 * cosine));
      if (r2 < profile.rangeMin_m) r2 = Number.NEGATIVE_INFINITY;
      else if (r2 > profile.rangeMax_m) r2 = Number.POSITIVE_INFINITY;
    } else this.#intensities[i] = 0;
    this.#ranges[i] = r2;
  }
  /** What the first surface does to the ray: it may swallow it, let it through or throw it on. NaN when it is lost. */
  #follow(first2, ox, oy, dx, dy, z, slope) {
    const limit = this.#profile.rangeMax_m;
    const rng = this.#rng;
    let hit = first2;
    let way = 0;
    for (let bounce = 0; bounce < MAX_BOUNCES; bounce++) {
      const material = hit.material;
      if (material === void 0) return Number.POSITIVE_INFINITY;
      const r2 = way + hit.range_m;
      if (material.kind === "glass") {
        if (hit.cosine > GLASS_MIRRORS_COS) return r2;
        if (rng.uniform() > GLASS_PASSES) return Number.NaN;
        const beyond = hit.range_m + 1e-3;
        hit = this.#scene.cast(ox, oy, dx, dy, beyond, limit - way, z, slope);
        continue;
      }
      if (material.kind === "mirror") {
        const toward = -hit.cosine;
        const { nx, ny, range_m } = hit;
        ox += range_m * dx;
        oy += range_m * dy;
        z += range_m * slope;
        way = r2;
        dx -= 2 * toward * nx;
        dy -= 2 * toward * ny;
        hit = this.#scene.cast(ox, oy, dx, dy, 1e-3, limit - way, z, slope);
        continue;
      }
      return this.#isSeen(r2, material.reflectivity, hit.cosine) ? r2 : Number.NaN;
    }
    return Number.NaN;
  }
  /** Whether enough light comes back: dark things are seen near only, grazed ones rarely. */
  #isSeen(r2, reflectivity, cosine) {
    const profile = this.#profile;
    if (reflectivity < 0.2) {
      const share2 = Math.min(1, Math.max(0, (reflectivity - 0.05) / 0.15));
      if (r2 > profile.rangeMax_m * (profile.blackRange + share2 * (1 - profile.blackRange))) return false;
    }
    let lost = profile.dropout;
    if (cosine < GRAZE_FROM_COS) {
      const share2 = Math.min(1, (GRAZE_FROM_COS - cosine) / (GRAZE_FROM_COS - GRAZE_TO_COS));
      lost = Math.max(lost, 0.05 + 0.85 * share2);
    }
    return lost === 0 || this.#rng.uniform() >= lost;
  }
  /** A ray that lies half on an edge reports a range between the two things. */
  #mix(r2) {
    const before = this.#before_m;
    const jump = r2 - before;
    if (!(Math.abs(jump) > EDGE_M) || Math.abs(jump) === Number.POSITIVE_INFINITY) return r2;
    const chance = 0.3 * (this.#profile.beamWidth_rad / this.#angleStep_rad);
    return this.#rng.uniform() < chance ? before + jump * this.#rng.uniform() : r2;
  }
  #distort(r2) {
    const spread = this.#noise.lidarSpread;
    if (spread === 0) return r2;
    const profile = this.#profile;
    const linear = profile.sigmaLinear * r2;
    const square = profile.sigmaSquare_pm * r2 * r2;
    const sigma = Math.sqrt(profile.sigmaConstant_m * profile.sigmaConstant_m + linear * linear + square * square);
    const measured = r2 * this.#scale + this.#offset_m + spread * sigma * this.#rng.normal();
    const quantum = Math.max(profile.quantum_m, profile.quantumSquare_pm * r2 * r2);
    return quantum === 0 ? measured : quantum * Math.round(measured / quantum);
  }
};

// sim/src/lidar/primitives.ts
var Primitives = class {
  count = 0;
  geometry = new Float64Array(256);
  z0 = new Float64Array(64);
  z1 = new Float64Array(64);
  isCircle = new Uint8Array(64);
  material = [];
  clear() {
    this.count = 0;
    this.material.length = 0;
  }
  addShape(shape, T_world_solid) {
    const outline = outlineOf(shape, T_world_solid);
    if (outline.kind === "circle") {
      this.#add(outline.x_m, outline.y_m, outline.radius_m, 0, shape.z0_m, shape.z1_m, 1, shape.material);
      return;
    }
    const points = outline.points;
    const n = points.length;
    for (let i = 0; i < n; i += 2) {
      const ex = points[(i + 2) % n] - points[i];
      const ey = points[(i + 3) % n] - points[i + 1];
      this.#add(points[i], points[i + 1], ex, ey, shape.z0_m, shape.z1_m, 0, shape.material);
    }
  }
  /** A single wall from (ax, ay) to (bx, by). */
  addSegment(ax, ay, bx, by, z0_m, z1_m, material) {
    this.#add(ax, ay, bx - ax, by - ay, z0_m, z1_m, 0, material);
  }
  #add(a2, b2, c, d, z0, z1, circle, material) {
    const k = this.count++;
    if (k === this.z0.length) this.#grow();
    this.geometry.set([a2, b2, c, d], 4 * k);
    this.z0[k] = z0;
    this.z1[k] = z1;
    this.isCircle[k] = circle;
    this.material[k] = material;
  }
  #grow() {
    const n = 2 * this.z0.length;
    const copy = (from, length) => {
      const to = new Float64Array(length);
      to.set(from);
      return to;
    };
    this.geometry = copy(this.geometry, 4 * n);
    this.z0 = copy(this.z0, n);
    this.z1 = copy(this.z1, n);
    const circles = new Uint8Array(n);
    circles.set(this.isCircle);
    this.isCircle = circles;
  }
  /**
   * Where a ray first meets primitive k beyond `tMin`, along its unit direction; +Infinity when it passes.
   * The ray starts at height z and rises by `slope` per metre of way.
   */
  hit(k, ox, oy, dx, dy, tMin, z, slope) {
    const g2 = 4 * k;
    const ax = this.geometry[g2] - ox;
    const ay = this.geometry[g2 + 1] - oy;
    const ex = this.geometry[g2 + 2];
    let t;
    if (this.isCircle[k] === 1) {
      const along = ax * dx + ay * dy;
      const across = ax * dy - ay * dx;
      const h2 = ex * ex - across * across;
      if (h2 < 0) return Number.POSITIVE_INFINITY;
      const h = Math.sqrt(h2);
      t = along - h > tMin ? along - h : along + h;
    } else {
      const ey = this.geometry[g2 + 3];
      const denominator = dx * ey - dy * ex;
      if (denominator === 0) return Number.POSITIVE_INFINITY;
      const inverse2 = 1 / denominator;
      const s = (ax * dy - ay * dx) * inverse2;
      if (s < 0 || s > 1) return Number.POSITIVE_INFINITY;
      t = (ax * ey - ay * ex) * inverse2;
    }
    if (!(t > tMin)) return Number.POSITIVE_INFINITY;
    const zHit = z + slope * t;
    return zHit >= this.z0[k] && zHit <= this.z1[k] ? t : Number.POSITIVE_INFINITY;
  }
};

// sim/src/lidar/looseRays.ts
var LooseRays = class {
  primitives = new Primitives();
  /** Primitive met by the last cast; -1 for none. */
  hitIndex = -1;
  // Per solid: first primitive, end, centre x, y, radius.
  #groups = new Float64Array(5 * 16);
  #count = 0;
  clear() {
    this.primitives.clear();
    this.#count = 0;
  }
  /** Adds those shapes of a solid that `isMet`. */
  add(solid, T_world_solid, isMet) {
    const first2 = this.primitives.count;
    for (const shape of solid.shapes) if (isMet(shape)) this.primitives.addShape(shape, T_world_solid);
    const end = this.primitives.count;
    if (end === first2) return;
    const { geometry, isCircle } = this.primitives;
    let cx = 0;
    let cy = 0;
    for (let k = first2; k < end; k++) {
      cx += geometry[4 * k] / (end - first2);
      cy += geometry[4 * k + 1] / (end - first2);
    }
    let radius = 0;
    for (let k = first2; k < end; k++) {
      const dx = geometry[4 * k] - cx;
      const dy = geometry[4 * k + 1] - cy;
      radius = Math.max(radius, Math.sqrt(dx * dx + dy * dy) + (isCircle[k] === 1 ? geometry[4 * k + 2] : 0));
    }
    if (5 * this.#count === this.#groups.length) {
      const larger = new Float64Array(2 * this.#groups.length);
      larger.set(this.#groups);
      this.#groups = larger;
    }
    this.#groups.set([first2, end, cx, cy, radius], 5 * this.#count++);
  }
  /** As RayGrid.cast. */
  cast(ox, oy, dx, dy, tMin, tMax, z, slope) {
    this.hitIndex = -1;
    const groups = this.#groups;
    const end = 5 * this.#count;
    let best = tMax;
    for (let g2 = 0; g2 < end; g2 += 5) {
      const cx = groups[g2 + 2] - ox;
      const cy = groups[g2 + 3] - oy;
      const radius = groups[g2 + 4];
      const across = cx * dy - cy * dx;
      if (across > radius || across < -radius) continue;
      const along = cx * dx + cy * dy;
      if (along < -radius || along - radius > best) continue;
      for (let k = groups[g2]; k < groups[g2 + 1]; k++) {
        const t = this.primitives.hit(k, ox, oy, dx, dy, tMin, z, slope);
        if (t < best) {
          best = t;
          this.hitIndex = k;
        }
      }
    }
    return best;
  }
};

// sim/src/lidar/rayGrid.ts
var CELL_M = 0.2;
var RayGrid = class {
  primitives;
  /** Primitive met by the last cast; -1 for none. */
  hitIndex = -1;
  #width;
  #height;
  #x0;
  #y0;
  #start;
  // of each cell in #members
  #members;
  constructor(primitives) {
    this.primitives = primitives;
    const box2 = boundsOf(primitives);
    this.#x0 = box2.minX - CELL_M;
    this.#y0 = box2.minY - CELL_M;
    this.#width = Math.ceil((box2.maxX - this.#x0) / CELL_M) + 1;
    this.#height = Math.ceil((box2.maxY - this.#y0) / CELL_M) + 1;
    const counts = new Uint32Array(this.#width * this.#height + 1);
    for (let k = 0; k < primitives.count; k++) this.#eachCell(k, (cell) => counts[cell + 1]++);
    for (let i = 1; i < counts.length; i++) counts[i] += counts[i - 1];
    this.#start = counts;
    this.#members = new Uint32Array(counts[counts.length - 1]);
    const next = counts.slice();
    for (let k = 0; k < primitives.count; k++) {
      this.#eachCell(k, (cell) => {
        this.#members[next[cell]++] = k;
      });
    }
  }
  /** Calls `visit` for each cell that primitive k may cross: those of its box that its line comes near. */
  #eachCell(k, visit) {
    const box2 = boxOf(this.primitives, k);
    const ix0 = Math.floor((box2.minX - this.#x0) / CELL_M);
    const ix1 = Math.floor((box2.maxX - this.#x0) / CELL_M);
    const iy0 = Math.floor((box2.minY - this.#y0) / CELL_M);
    const iy1 = Math.floor((box2.maxY - this.#y0) / CELL_M);
    const { geometry, isCircle } = this.primitives;
    const [ax, ay, ex, ey] = geometry.subarray(4 * k, 4 * k + 4);
    const length = Math.sqrt(ex * ex + ey * ey);
    for (let iy = iy0; iy <= iy1; iy++) {
      for (let ix = ix0; ix <= ix1; ix++) {
        const cx = this.#x0 + (ix + 0.5) * CELL_M - ax;
        const cy = this.#y0 + (iy + 0.5) * CELL_M - ay;
        if (isCircle[k] === 0 && Math.abs(cx * ey - cy * ex) > 0.708 * CELL_M * length) continue;
        visit(iy * this.#width + ix);
      }
    }
  }
  /**
   * Way to the first primitive along a ray, up to tMax; returns tMax when it meets none, and sets `hitIndex`.
   * @param dx,dy unit direction
   * @param tMin  hits nearer than this are passed over
   * @param z     height of the ray's start, m; it rises by `slope` per metre
   */
  cast(ox, oy, dx, dy, tMin, tMax, z, slope) {
    this.hitIndex = -1;
    const inv = 1 / CELL_M;
    const gx = (ox - this.#x0) * inv;
    const gy = (oy - this.#y0) * inv;
    const width = this.#width;
    const height = this.#height;
    let tIn = 0;
    let tOut = tMax;
    if (dx !== 0) {
      const ta = -gx / (dx * inv);
      const tb = (width - gx) / (dx * inv);
      tIn = Math.max(tIn, Math.min(ta, tb));
      tOut = Math.min(tOut, Math.max(ta, tb));
    } else if (gx < 0 || gx >= width) return tMax;
    if (dy !== 0) {
      const ta = -gy / (dy * inv);
      const tb = (height - gy) / (dy * inv);
      tIn = Math.max(tIn, Math.min(ta, tb));
      tOut = Math.min(tOut, Math.max(ta, tb));
    } else if (gy < 0 || gy >= height) return tMax;
    if (tIn > tOut) return tMax;
    const sx = gx + dx * inv * tIn;
    const sy = gy + dy * inv * tIn;
    let ix = Math.min(width - 1, Math.max(0, Math.floor(sx)));
    let iy = Math.min(height - 1, Math.max(0, Math.floor(sy)));
    const stepX = dx > 0 ? 1 : -1;
    const stepY = dy > 0 ? 1 : -1;
    const deltaX = dx !== 0 ? CELL_M / Math.abs(dx) : Number.POSITIVE_INFINITY;
    const deltaY = dy !== 0 ? CELL_M / Math.abs(dy) : Number.POSITIVE_INFINITY;
    let nextX = dx !== 0 ? tIn + (dx > 0 ? ix + 1 - sx : sx - ix) * deltaX : Number.POSITIVE_INFINITY;
    let nextY = dy !== 0 ? tIn + (dy > 0 ? iy + 1 - sy : sy - iy) * deltaY : Number.POSITIVE_INFINITY;
    const start = this.#start;
    const members = this.#members;
    const primitives = this.primitives;
    let best = tMax;
    for (; ; ) {
      const cell = iy * width + ix;
      const end = start[cell + 1];
      for (let m = start[cell]; m < end; m++) {
        const k = members[m];
        const t = primitives.hit(k, ox, oy, dx, dy, tMin, z, slope);
        if (t < best) {
          best = t;
          this.hitIndex = k;
        }
      }
      const exit = Math.min(nextX, nextY);
      if (best <= exit || exit >= tOut) return best;
      if (nextX < nextY) {
        ix += stepX;
        nextX += deltaX;
        if (ix < 0 || ix >= width) return best;
      } else {
        iy += stepY;
        nextY += deltaY;
        if (iy < 0 || iy >= height) return best;
      }
    }
  }
};
function boxOf({ geometry, isCircle }, k) {
  const [a2, b2, c, d] = geometry.subarray(4 * k, 4 * k + 4);
  if (isCircle[k] === 1) return { minX: a2 - c, minY: b2 - c, maxX: a2 + c, maxY: b2 + c };
  return { minX: Math.min(a2, a2 + c), minY: Math.min(b2, b2 + d), maxX: Math.max(a2, a2 + c), maxY: Math.max(b2, b2 + d) };
}
function boundsOf(primitives) {
  if (primitives.count === 0) return { minX: 0, minY: 0, maxX: 0, maxY: 0 };
  const all = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  for (let k = 0; k < primitives.count; k++) {
    const box2 = boxOf(primitives, k);
    all.minX = Math.min(all.minX, box2.minX);
    all.minY = Math.min(all.minY, box2.minY);
    all.maxX = Math.max(all.maxX, box2.maxX);
    all.maxY = Math.max(all.maxY, box2.maxY);
  }
  return all;
}

// sim/src/lidar/rayScene.ts
var TOP_M = 0.7;
var LEVEL_SLOPE = 3e-3;
var LEVEL_DZ_M = 4e-3;
var FLOOR = { kind: "matte", reflectivity: 0.35 };
var RayScene = class {
  hit = { range_m: 0, material: void 0, nx: 0, ny: 0, cosine: 1 };
  #planeZ_m;
  #level;
  #full;
  #levelLoose = new LooseRays();
  #fullLoose = new LooseRays();
  #looseVersion = -1;
  /** @param planeZ_m height of the plane in which most rays run */
  constructor(world2, floor, stepEdges, planeZ_m) {
    this.#planeZ_m = planeZ_m;
    const level = new Primitives();
    const full = new Primitives();
    for (const solid of world2.solids) {
      if (solid.mobility === "movable") continue;
      for (const shape of solid.shapes) {
        if (shape.z0_m <= planeZ_m && shape.z1_m >= planeZ_m) level.addShape(shape, solid.T_world_solid);
        if (shape.z0_m < TOP_M) full.addShape(shape, solid.T_world_solid);
      }
    }
    for (let i = 0; i < stepEdges.length; i += 4) {
      const [ax, ay, bx, by] = stepEdges.subarray(i, i + 4);
      const top = stepTop(floor, ax, ay, bx, by);
      full.addSegment(ax, ay, bx, by, -1, top, FLOOR);
      if (top >= planeZ_m) level.addSegment(ax, ay, bx, by, -1, top, FLOOR);
    }
    this.#level = new RayGrid(level);
    this.#full = new RayGrid(full);
  }
  /** Takes over where the loose solids are now; cheap when none has moved. */
  update(loose, version) {
    if (version === this.#looseVersion) return;
    this.#looseVersion = version;
    this.#levelLoose.clear();
    this.#fullLoose.clear();
    const plane2 = this.#planeZ_m;
    for (const { solid, T_world_solid } of loose.values()) {
      this.#levelLoose.add(solid, T_world_solid, (shape) => shape.z0_m <= plane2 && shape.z1_m >= plane2);
      this.#fullLoose.add(solid, T_world_solid, (shape) => shape.z0_m < TOP_M);
    }
  }
  /** Casts a ray; see RayGrid.cast. The answer is in `hit`. A ray that runs down ends on the bare floor. */
  cast(ox, oy, dx, dy, tMin, tMax, z, slope) {
    const hit = this.hit;
    const level = slope < LEVEL_SLOPE && slope > -LEVEL_SLOPE && Math.abs(z - this.#planeZ_m) < LEVEL_DZ_M;
    const grid = level ? this.#level : this.#full;
    const zRay = level ? this.#planeZ_m : z;
    const slopeRay = level ? 0 : slope;
    let best = grid.cast(ox, oy, dx, dy, tMin, tMax, zRay, slopeRay);
    let from = grid.primitives;
    let index = grid.hitIndex;
    const loose = level ? this.#levelLoose : this.#fullLoose;
    const nearer = loose.cast(ox, oy, dx, dy, tMin, best, zRay, slopeRay);
    if (nearer < best) {
      best = nearer;
      from = loose.primitives;
      index = loose.hitIndex;
    }
    hit.range_m = best;
    hit.material = void 0;
    if (slopeRay < 0 && -zRay / slopeRay < best && -zRay / slopeRay > tMin) {
      hit.range_m = -zRay / slopeRay;
      hit.material = FLOOR;
      hit.nx = -dx;
      hit.ny = -dy;
      hit.cosine = -slopeRay;
      return hit;
    }
    if (index >= 0) this.#describe(from, index, ox + best * dx, oy + best * dy, dx, dy);
    return hit;
  }
  #describe(from, k, x, y, dx, dy) {
    const hit = this.hit;
    const g2 = from.geometry;
    let nx = from.isCircle[k] === 1 ? x - g2[4 * k] : g2[4 * k + 3];
    let ny = from.isCircle[k] === 1 ? y - g2[4 * k + 1] : -g2[4 * k + 2];
    const inverse2 = 1 / Math.sqrt(nx * nx + ny * ny);
    nx *= inverse2;
    ny *= inverse2;
    const cosine = nx * dx + ny * dy;
    const side = cosine > 0 ? -1 : 1;
    hit.nx = nx * side;
    hit.ny = ny * side;
    hit.cosine = Math.abs(cosine);
    hit.material = from.material[k];
  }
};
function stepTop(floor, ax, ay, bx, by) {
  const length = hypot(bx - ax, by - ay);
  const nx = 1e-3 * (by - ay) / length;
  const ny = -1e-3 * (bx - ax) / length;
  const mx = 0.5 * (ax + bx);
  const my = 0.5 * (ay + by);
  return Math.max(floor.heightAt(mx + nx, my + ny), floor.heightAt(mx - nx, my - ny));
}

// sim/src/sensors/battery.ts
var CAPACITY_AH = 5.2;
var CHARGE_CURRENT_A = 0.6 * CAPACITY_AH;
var TAPER_FROM = 0.9;
var RESISTANCE_OHM = 0.12;
var IDLE_W = 7;
var DRIVE_W = 6;
var MAIN_BRUSH_W = 8;
var SIDE_BRUSH_W = 2;
var FAN_W = 30;
var SECONDS_PER_HOUR = 3600;
var Battery = class {
  /** In [0, 1]. */
  charge = 1;
  /** Negative while discharging. */
  current_A = 0;
  /** @param speedShare drive speed as a share of the greatest */
  step(dt, speedShare, motors, docked) {
    const load_W = IDLE_W + DRIVE_W * Math.min(1, Math.abs(speedShare)) + MAIN_BRUSH_W * motors.mainBrush + SIDE_BRUSH_W * motors.sideBrush + FAN_W * motors.fan * motors.fan;
    this.current_A = docked ? this.#chargeCurrent() : -load_W / this.#openVoltage();
    this.charge += this.current_A * dt / (CAPACITY_AH * SECONDS_PER_HOUR);
    this.charge = Math.min(1, Math.max(0, this.charge));
  }
  get isEmpty() {
    return this.charge === 0;
  }
  record(stamp_s) {
    const voltage_V = this.#openVoltage() + RESISTANCE_OHM * this.current_A;
    return {
      kind: "battery",
      stamp_s,
      voltage_V,
      current_A: this.current_A,
      charge: this.charge,
      capacity_Ah: CAPACITY_AH
    };
  }
  /** 12.0 V empty, 16.6 V full, flat between: a straight line through the middle is enough to charge by. */
  #openVoltage() {
    return 12.8 + 3.6 * this.charge - (this.charge < 0.1 ? 8 * (0.1 - this.charge) : 0);
  }
  #chargeCurrent() {
    if (this.charge >= 1) return 0;
    const taper = (1 - this.charge) / (1 - TAPER_FROM);
    return CHARGE_CURRENT_A * Math.min(1, Math.max(0.05, taper));
  }
};

// sim/src/sensors/bumper.ts
var TRIGGER_N = 1.5;
var RELEASE_M = 15e-4;
var CENTRE_RAD = 35 * Math.PI / 180;
var Bumper = class {
  /** Left, centre, right. */
  pressed = [false, false, false];
  #radius_m;
  #dt;
  /** Per zone: where it was last pressed, world frame, and the direction from the body's centre to there. */
  #marks = [0, 1, 2].map(() => ({ x: 0, y: 0, nx: 1, ny: 0 }));
  constructor(radius_m, dt) {
    this.#radius_m = radius_m;
    this.#dt = dt;
  }
  step(contacts, count, T_world_base) {
    for (let zone = 0; zone < 3; zone++) if (this.pressed[zone]) this.#follow(zone, T_world_base);
    for (let i = 0; i < count; i++) {
      const { nx, ny, impulse } = contacts[i];
      if (impulse >= TRIGGER_N * this.#dt)
        this.#press(
          T_world_base.x + nx * this.#radius_m,
          T_world_base.y + ny * this.#radius_m,
          nx,
          ny,
          T_world_base.theta
        );
    }
  }
  clear() {
    this.pressed.fill(false);
  }
  #press(x, y, nx, ny, theta) {
    const bearing = wrapAngle(atan2(ny, nx) - theta);
    if (Math.abs(bearing) > Math.PI / 2) return;
    const zone = bearing > CENTRE_RAD ? 0 : bearing < -CENTRE_RAD ? 2 : 1;
    this.pressed[zone] = true;
    Object.assign(this.#marks[zone], { x, y, nx, ny });
  }
  /** Opens the switch once the body is off the place; a body that turns on the spot presses it with another zone. */
  #follow(zone, T_world_base) {
    const { x, y, nx, ny } = this.#marks[zone];
    this.pressed[zone] = false;
    const gap = (x - T_world_base.x) * nx + (y - T_world_base.y) * ny - this.#radius_m;
    if (gap <= RELEASE_M) this.#press(x, y, nx, ny, T_world_base.theta);
  }
};

// sim/src/sensors/cleaningMotors.ts
var SPIN_UP_S = 0.3;
var SECONDS_PER_HOUR2 = 3600;
var RARE = 0.1;
var CleaningMotors2 = class {
  fan = 0;
  mainBrush = 0;
  sideBrush = 0;
  mainBrushJammed = false;
  sideBrushJammed = false;
  #jamsPerHour;
  #rng;
  #wanted = { fan: 0, mainBrush: 0, sideBrush: 0 };
  constructor(jamsPerHour, rng) {
    this.#jamsPerHour = jamsPerHour;
    this.#rng = rng;
  }
  /** Throws RangeError unless all levels are in [0, 1]. */
  command(wanted) {
    for (const name of ["fan", "mainBrush", "sideBrush"])
      if (!(wanted[name] >= 0 && wanted[name] <= 1))
        throw new RangeError(`Cannot clean: ${name} must be in [0, 1], got ${wanted[name]}`);
    this.#wanted = wanted;
  }
  step(dt, surface) {
    if (this.#jamsPerHour > 0 && this.mainBrush > 0.1 && !this.mainBrushJammed) {
      const rate = this.#jamsPerHour * (surface === "highPile" ? 1 : RARE);
      if (this.#rng.uniform() < rate * dt / SECONDS_PER_HOUR2) this.mainBrushJammed = true;
    }
    const follow2 = dt / (SPIN_UP_S + dt);
    this.fan += follow2 * (this.#wanted.fan - this.fan);
    this.mainBrush = this.mainBrushJammed ? 0 : this.mainBrush + follow2 * (this.#wanted.mainBrush - this.mainBrush);
    this.sideBrush = this.sideBrushJammed ? 0 : this.sideBrush + follow2 * (this.#wanted.sideBrush - this.sideBrush);
  }
  record(stamp_s) {
    const { fan, mainBrush, sideBrush, mainBrushJammed, sideBrushJammed } = this;
    return { kind: "motors", stamp_s, fan, mainBrush, sideBrush, mainBrushJammed, sideBrushJammed };
  }
};

// sim/src/sensors/cliffs.ts
var CLIFF_THRESHOLD_M = 0.035;
var Cliffs = class {
  missing = [false, false, false, false];
  #places;
  constructor({ cliffs }) {
    this.#places = [cliffs.sideLeft, cliffs.frontLeft, cliffs.frontRight, cliffs.sideRight];
  }
  step(floor, stance, { x, y, theta }) {
    const c = cos(theta);
    const s = sin(theta);
    for (let i = 0; i < 4; i++) {
      const { x_m, y_m } = this.#places[i];
      const under = floor.heightAt(x + c * x_m - s * y_m, y + s * x_m + c * y_m);
      this.missing[i] = stance.heightAt(x_m, y_m) - under > CLIFF_THRESHOLD_M;
    }
  }
};

// sim/src/sensors/dockSensor.ts
var DEGREE2 = Math.PI / 180;
var EMITTER_X_M = -0.19;
var EMITTER_Z_M = 0.065;
var BEAM_YAW_RAD = 10 * DEGREE2;
var BEAM_HALF_WIDTH_RAD = 15 * DEGREE2;
var BEAM_RANGE_M = 1.5;
var HALO_RANGE_M = 0.6;
var HOUSING_M = 0.12;
var CONTACT_M = 0.02;
var CONTACT_RAD = 15 * DEGREE2;
function senseDock(stamp_s, T_world_dock, T_world_base, scene) {
  const T_dock_base = between(T_world_dock, T_world_base);
  const dx = T_dock_base.x - EMITTER_X_M;
  const dy = T_dock_base.y;
  const distance = Math.sqrt(dx * dx + dy * dy);
  const bearing = atan2(dy, dx);
  const seen = distance <= BEAM_RANGE_M && isClear(T_world_dock, T_world_base, distance, scene);
  const inBeam = (yaw) => seen && Math.abs(angleDiff(bearing, yaw)) <= BEAM_HALF_WIDTH_RAD;
  return {
    kind: "dock",
    stamp_s,
    // Seen from the room towards the dock, left is the dock frame's -y.
    greenBeam: inBeam(-BEAM_YAW_RAD),
    redBeam: inBeam(BEAM_YAW_RAD),
    forceField: seen && distance <= HALO_RANGE_M,
    docked: isDocked(T_world_dock, T_world_base)
  };
}
function isDocked(T_world_dock, T_world_base) {
  const { x, y, theta } = between(T_world_dock, T_world_base);
  return x * x + y * y <= CONTACT_M * CONTACT_M && Math.abs(angleDiff(theta, Math.PI)) <= CONTACT_RAD;
}
function isClear(T_world_dock, T_world_base, distance, scene) {
  const reach = distance - HOUSING_M;
  if (reach <= 0) return true;
  const emitter = compose(T_world_dock, { x: EMITTER_X_M, y: 0, theta: 0 });
  const dx = (emitter.x - T_world_base.x) / distance;
  const dy = (emitter.y - T_world_base.y) / distance;
  return scene.cast(T_world_base.x, T_world_base.y, dx, dy, 0, reach, EMITTER_Z_M, 0).material === void 0;
}

// sim/src/sensors/imu.ts
var GRAVITY_MPS22 = 9.81;
var Imu2 = class {
  #noise;
  #rng;
  #dt;
  #gyroBias = [0, 0, 0];
  #gyroScale = [1, 1, 1];
  #accelBias = [0, 0, 0];
  #before = { v: 0, w: 0, pitch_rad: 0, roll_rad: 0 };
  constructor(noise, rng, dt) {
    this.#noise = noise;
    this.#rng = rng;
    this.#dt = dt;
    for (let axis = 0; axis < 3; axis++) {
      this.#gyroBias[axis] = noise.turnOnBias_radps * rng.normal();
      this.#gyroScale[axis] = 1 + noise.scale * rng.normal();
      this.#accelBias[axis] = noise.accelBias_mps2 * rng.normal();
    }
  }
  measure(stamp_s, motion, brush) {
    const before = this.#before;
    const dt = this.#dt;
    const shake = 1 + (this.#noise.brushFactor - 1) * brush;
    const rollRate = (motion.roll_rad - before.roll_rad) / dt;
    const pitchRate = (motion.pitch_rad - before.pitch_rad) / dt;
    const forward = (motion.v - before.v) / dt;
    before.v = motion.v;
    before.w = motion.w;
    before.pitch_rad = motion.pitch_rad;
    before.roll_rad = motion.roll_rad;
    const gx = -GRAVITY_MPS22 * sin(motion.pitch_rad);
    const gy = GRAVITY_MPS22 * sin(motion.roll_rad) * cos(motion.pitch_rad);
    const gz = GRAVITY_MPS22 * cos(motion.roll_rad) * cos(motion.pitch_rad);
    return {
      kind: "imu",
      stamp_s,
      wx_radps: this.#gyro(0, rollRate, shake),
      wy_radps: this.#gyro(1, pitchRate, shake),
      wz_radps: this.#gyro(2, motion.w, shake),
      ax_mps2: this.#accel(0, gx + forward, shake),
      ay_mps2: this.#accel(1, gy + motion.v * motion.w, shake),
      az_mps2: this.#accel(2, gz, shake)
    };
  }
  #gyro(axis, rate, shake) {
    const { gyro_radps, biasWalk_radpsqrts } = this.#noise;
    if (gyro_radps === 0) return rate * this.#gyroScale[axis] + this.#gyroBias[axis];
    this.#gyroBias[axis] += biasWalk_radpsqrts * Math.sqrt(this.#dt) * this.#rng.normal();
    return rate * this.#gyroScale[axis] + this.#gyroBias[axis] + gyro_radps * shake * this.#rng.normal();
  }
  #accel(axis, value, shake) {
    const sigma = this.#noise.accel_mps2;
    return value + this.#accelBias[axis] + (sigma === 0 ? 0 : sigma * shake * this.#rng.normal());
  }
};

// sim/src/sensors/wallSensor.ts
var HEIGHT_M = 0.04;
function wallDistance(scene, mount, T_world_base, sigma_m, rng) {
  const c = cos(T_world_base.theta);
  const s = sin(T_world_base.theta);
  const ox = T_world_base.x + c * mount.x_m - s * mount.y_m;
  const oy = T_world_base.y + s * mount.x_m + c * mount.y_m;
  const yaw = T_world_base.theta + mount.yaw_rad;
  const { range_m, material } = scene.cast(ox, oy, cos(yaw), sin(yaw), 0, mount.range_m, HEIGHT_M, 0);
  if (material === void 0) return Number.POSITIVE_INFINITY;
  return sigma_m === 0 ? range_m : Math.max(0, range_m + sigma_m * rng.normal());
}

// sim/src/sensors/sensorSuite.ts
var DOCK_EVERY = 5;
var SLOW_EVERY = 50;
var MOTOR_CHANGE = 0.05;
var SensorSuite = class {
  battery = new Battery();
  motors;
  docked = false;
  #geometry;
  #noise;
  #T_world_dock;
  #chassis;
  #floor;
  #physics;
  #scene;
  #bumper;
  #cliffs;
  #imu;
  #wallRng;
  #dt;
  #reportedLevels = -1;
  constructor(geometry, noise, T_world_dock, chassis, floor, physics, scene, rng, dt) {
    this.#geometry = geometry;
    this.#noise = noise;
    this.#T_world_dock = T_world_dock;
    this.#chassis = chassis;
    this.#floor = floor;
    this.#physics = physics;
    this.#scene = scene;
    this.#bumper = new Bumper(geometry.bodyRadius_m, dt);
    this.#cliffs = new Cliffs(geometry);
    this.#imu = new Imu2(noise.imu, rng.fork("imu"), dt);
    this.motors = new CleaningMotors2(noise.jamsPerHour, rng.fork("motors"));
    this.#wallRng = rng.fork("wall");
    this.#dt = dt;
  }
  /** Says at once that a motor is jammed, or is so no more. */
  setJam(motor, jammed) {
    if (motor === "mainBrush") this.motors.mainBrushJammed = jammed;
    else this.motors.sideBrushJammed = jammed;
    this.#reportedLevels = -1;
  }
  /** After the body was set down: nothing presses. */
  placed() {
    this.#bumper.clear();
  }
  /** Measures what is due at time step number `step`. */
  measure(step2, stamp_s, records) {
    const { motors, battery } = this;
    const { T_world_base, drive: drive2, motion, lifted } = this.#chassis;
    this.docked = !lifted && isDocked(this.#T_world_dock, T_world_base);
    motors.step(this.#dt, this.#floor.patchAt(T_world_base.x, T_world_base.y).surface);
    battery.step(this.#dt, drive2.v_mps / this.#geometry.maxSpeed_mps, motors, this.docked);
    records.push(this.#wheels(stamp_s));
    records.push(this.#imu.measure(stamp_s, motion, motors.mainBrush));
    records.push(this.#safety(stamp_s));
    if (step2 % DOCK_EVERY === 0) records.push(senseDock(stamp_s, this.#T_world_dock, T_world_base, this.#scene));
    if (step2 % SLOW_EVERY === 0) records.push(battery.record(stamp_s));
    const levels = motors.fan + motors.mainBrush + motors.sideBrush;
    if (Math.abs(levels - this.#reportedLevels) > MOTOR_CHANGE || step2 % SLOW_EVERY === 0) {
      this.#reportedLevels = levels;
      records.push(motors.record(stamp_s));
    }
  }
  #wheels(stamp_s) {
    const { left_m, right_m } = this.#chassis.drive;
    const tick = this.#noise.wheels.tick_m;
    if (tick === 0) return { kind: "wheels", stamp_s, left_m, right_m };
    return {
      kind: "wheels",
      stamp_s,
      left_m: tick * Math.floor(left_m / tick),
      right_m: tick * Math.floor(right_m / tick)
    };
  }
  #safety(stamp_s) {
    const { T_world_base, stance, lifted } = this.#chassis;
    this.#bumper.step(this.#physics.contacts, this.#physics.contactCount, T_world_base);
    if (lifted) this.#bumper.clear();
    this.#cliffs.step(this.#floor, stance, T_world_base);
    const [bumpLeft, bumpCentre, bumpRight] = this.#bumper.pressed;
    const [sideLeft, frontLeft, frontRight, sideRight] = this.#cliffs.missing;
    const { wallSensor } = this.#geometry;
    const sigma_m = this.#noise.wallSensor_m;
    return {
      kind: "safety",
      stamp_s,
      bumpLeft,
      bumpCentre,
      bumpRight,
      cliffSideLeft: lifted || sideLeft,
      cliffFrontLeft: lifted || frontLeft,
      cliffFrontRight: lifted || frontRight,
      cliffSideRight: lifted || sideRight,
      wheelDropLeft: lifted || stance.fallenLeft,
      wheelDropRight: lifted || stance.fallenRight,
      wallDistance_m: wallDistance(this.#scene, wallSensor, T_world_base, sigma_m, this.#wallRng)
    };
  }
};

// sim/src/simulator.ts
var STEP_HZ = 50;
var DT = 1 / STEP_HZ;
var LIFT_M = 0.3;
function createSimulator(options) {
  const simulation = new Simulation(options);
  const { geometry, sensors, chassis } = simulation;
  return {
    body: {
      geometry,
      commandTimeout_s: COMMAND_TIMEOUT_S,
      poll: (now_s) => simulation.advance(now_s),
      drive: (command) => chassis.drive.command(command),
      clean: (command) => sensors.motors.command(command)
    },
    control: simulation,
    truth: () => simulation.truth,
    onStep: (listener) => simulation.onStep(listener),
    free: () => simulation.physics.free()
  };
}
var Simulation = class {
  geometry;
  physics;
  chassis;
  sensors;
  truth;
  #world;
  #start_s;
  #scene;
  #lidar;
  #listeners = /* @__PURE__ */ new Set();
  #scans = [];
  #steps = 0;
  #looseSolids = /* @__PURE__ */ new Map();
  #looseVersion = -1;
  constructor(options) {
    const { world: world2, seed, geometry = defaultGeometry, noise = "realistic", lidar = "lds02rr", start_s = 0 } = options;
    const errors = typeof noise === "string" ? noiseProfiles[noise] : noise;
    const profile = checkLidar(typeof lidar === "string" ? lidarProfiles[lidar] : lidar);
    const rng = createRng(seed);
    const floor = new FloorField(world2, geometry.maxClimb_m);
    const steps = floor.stepEdges(geometry.maxClimb_m);
    const physics = new PlanarWorld(world2, geometry, steps, DT);
    const scene = new RayScene(world2, floor, steps, geometry.lidar.z_m);
    const chassis = new Chassis(geometry, errors.wheels, floor, physics, rng, DT);
    this.geometry = geometry;
    this.physics = physics;
    this.chassis = chassis;
    this.sensors = new SensorSuite(geometry, errors, world2.T_world_dock, chassis, floor, physics, scene, rng, DT);
    this.#world = world2;
    this.#start_s = start_s;
    this.#scene = scene;
    this.#lidar = new LidarSensor(profile, geometry.lidar, errors, scene, rng.fork("lidar"), start_s);
    this.place(world2.T_world_start);
    this.truth = this.#describe(start_s);
  }
  /** Advances the world and returns what was measured, in the order in which it came to be known: a scan when it ends. */
  advance(now_s) {
    const records = [];
    while (this.#stampOf(this.#steps + 1) <= now_s + 1e-9) this.#step(records);
    return records;
  }
  #stampOf(step2) {
    return this.#start_s + step2 / STEP_HZ;
  }
  #step(records) {
    const { chassis, sensors, physics } = this;
    const before_s = this.#stampOf(this.#steps);
    const stamp_s = this.#stampOf(++this.#steps);
    const T_before = chassis.T_world_base;
    chassis.step(!sensors.battery.isEmpty);
    this.#scene.update(physics.loose, physics.looseVersion);
    sensors.measure(this.#steps, stamp_s, records);
    const { pitch_rad, roll_rad, z_m } = chassis.stance;
    const z = chassis.lifted ? LIFT_M : z_m;
    this.#lidar.sweep(before_s, stamp_s, T_before, chassis.T_world_base, pitch_rad, roll_rad, z, this.#scans);
    for (const scan of this.#scans) records.push(scan);
    this.#scans.length = 0;
    this.truth = this.#describe(stamp_s);
    for (const listener of this.#listeners) listener(this.truth);
  }
  #describe(stamp_s) {
    const { chassis, physics, sensors } = this;
    const { drive: drive2, stance, motion } = chassis;
    const { mainBrush, fan, sideBrush } = sensors.motors;
    const pressing = physics.contacts.slice(0, physics.contactCount).filter(({ impulse }) => impulse > 0);
    return {
      stamp_s,
      T_world_base: chassis.T_world_base,
      v_mps: motion.v,
      w_radps: motion.w,
      pitch_rad: stance.pitch_rad,
      roll_rad: stance.roll_rad,
      fallen: stance.fallen,
      lifted: chassis.lifted,
      docked: sensors.docked,
      wheelSpeed_mps: Math.abs(drive2.v_mps) + 0.5 * this.geometry.wheelBase_m * Math.abs(drive2.w_radps),
      fan,
      mainBrush,
      sideBrush,
      contacts: pressing.map((contact) => ({ ...contact })),
      looseSolids: this.#describeLoose()
    };
  }
  /** A new map only when something has moved: truths share it. */
  #describeLoose() {
    if (this.physics.looseVersion !== this.#looseVersion) {
      this.#looseVersion = this.physics.looseVersion;
      this.#looseSolids = new Map([...this.physics.loose].map(([name, { T_world_solid }]) => [name, T_world_solid]));
    }
    return this.#looseSolids;
  }
  onStep(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  place(T_world_base) {
    this.chassis.place(T_world_base);
    this.sensors.placed();
  }
  lift() {
    this.chassis.lifted = true;
  }
  reset() {
    for (const solid of this.#world.solids)
      if (solid.mobility === "movable") this.physics.moveLoose(solid.name, solid.T_world_solid);
    this.clearJams();
    this.place(this.#world.T_world_start);
  }
  push(vx_mps, vy_mps) {
    this.physics.pushRobot(vx_mps, vy_mps);
  }
  addSolid(solid) {
    this.physics.addLoose(solid);
  }
  moveSolid(name, T_world_solid) {
    return this.physics.moveLoose(name, T_world_solid);
  }
  removeSolid(name) {
    return this.physics.removeLoose(name);
  }
  jam(motor) {
    this.sensors.setJam(motor, true);
  }
  clearJams() {
    this.sensors.setJam("mainBrush", false);
    this.sensors.setJam("sideBrush", false);
  }
  setCharge(charge) {
    if (!(charge >= 0 && charge <= 1)) throw new RangeError(`Cannot set charge: must be in [0, 1], got ${charge}`);
    this.sensors.battery.charge = charge;
  }
};

// sim/src/worlds/dockPlace.ts
var gap_m = 0.01;
var headings = Array.from({ length: 16 }, (_, k) => {
  const theta = wrapAngle(2 * Math.PI * k / 16);
  return { theta, c: cos(theta), s: sin(theta) };
});
var wallHalfWidths_m = [0.4, 0.25, 0.1];
var wayOut_m = 1.5;
var wayStep_m = 0.1;
var wideEnough_m = 0.8;
var nearby_m = 1;
function dockPlace(grid, options = {}) {
  const bodyRadius_m = options.bodyRadius_m ?? defaultGeometry.bodyRadius_m;
  const { width, height, resolution_m } = grid;
  const solid = new Uint8Array(grid.data.length);
  for (let cell = 0; cell < solid.length; cell++) solid[cell] = grid.data[cell] === 0 ? 0 : 1;
  const room = distanceToCells(solid, width, height);
  for (let cell = 0; cell < room.length; cell++) room[cell] *= resolution_m;
  const region = largestRegion(room, width, height, bodyRadius_m);
  const floors = options.near === void 0 ? [region] : [within(grid, region, options.near), region];
  for (const floor of floors)
    for (const halfWidth_m of wallHalfWidths_m) {
      const place = bestPlace(grid, solid, room, floor, bodyRadius_m, halfWidth_m);
      if (place !== void 0) return place;
    }
  return void 0;
}
function within(grid, region, near) {
  const out2 = new Uint8Array(region.length);
  for (let cell = 0; cell < out2.length; cell++) {
    const dx = centreX(grid, cell % grid.width) - near.x_m;
    const dy = centreY(grid, Math.floor(cell / grid.width)) - near.y_m;
    out2[cell] = region[cell] !== 0 && dx * dx + dy * dy <= nearby_m * nearby_m ? 1 : 0;
  }
  return out2;
}
function bestPlace(grid, solid, room, region, bodyRadius_m, halfWidth_m) {
  const { width, resolution_m } = grid;
  const farthest_m = bodyRadius_m + gap_m + 1.5 * resolution_m;
  let best;
  let bestScore = 0;
  for (let cell = 0; cell < region.length; cell++) {
    if (region[cell] === 0 || room[cell] < bodyRadius_m + gap_m || room[cell] > farthest_m) continue;
    const x = centreX(grid, cell % width);
    const y = centreY(grid, Math.floor(cell / width));
    for (const heading of headings) {
      if (!hasWallBehind(grid, solid, x, y, heading, farthest_m, halfWidth_m)) continue;
      const score = roomInFront(grid, room, x, y, heading, bodyRadius_m);
      if (score <= bestScore + 1e-6) continue;
      best = { x, y, theta: heading.theta };
      bestScore = score;
    }
  }
  return best;
}
function largestRegion(room, width, height, bodyRadius_m) {
  const fits = new Uint8Array(room.length);
  for (let cell = 0; cell < fits.length; cell++) fits[cell] = room[cell] > bodyRadius_m ? 1 : 0;
  const { labels, sizes } = connectedComponents(fits, width, height);
  const inner = sizes.slice();
  for (let ix = 0; ix < width; ix++) inner[labels[ix]] = inner[labels[ix + (height - 1) * width]] = 0;
  for (let iy = 0; iy < height; iy++) inner[labels[iy * width]] = inner[labels[iy * width + width - 1]] = 0;
  inner[0] = sizes[0] = 0;
  const candidates = Math.max(...inner) > 0 ? inner : sizes;
  const largest = candidates.indexOf(Math.max(...candidates));
  for (let cell = 0; cell < fits.length; cell++) fits[cell] = largest > 0 && labels[cell] === largest ? 1 : 0;
  return fits;
}
function hasWallBehind(grid, solid, x, y, { c, s }, farthest_m, halfWidth_m) {
  const back = farthest_m + grid.resolution_m;
  for (let side = -halfWidth_m; side <= halfWidth_m + 0.01; side += 0.05) {
    const ix = cellX(grid, x - c * back - s * side);
    const iy = cellY(grid, y - s * back + c * side);
    const isInside = ix >= 0 && iy >= 0 && ix < grid.width && iy < grid.height;
    if (isInside && solid[iy * grid.width + ix] === 0) return false;
  }
  return true;
}
function roomInFront(grid, room, x, y, { c, s }, bodyRadius_m) {
  let sum = 0;
  for (let way = wayStep_m; way <= wayOut_m; way += wayStep_m) {
    const ix = cellX(grid, x + c * way);
    const iy = cellY(grid, y + s * way);
    if (ix < 0 || iy < 0 || ix >= grid.width || iy >= grid.height) break;
    const clearance = room[iy * grid.width + ix];
    if (clearance <= bodyRadius_m) break;
    sum += Math.min(clearance, wideEnough_m);
  }
  return sum;
}

// sim/src/world.ts
function dockedPose({ x, y, theta }) {
  return { x, y, theta: wrapAngle(theta + Math.PI) };
}

// packages/formats/src/formatError.ts
var FormatError = class extends Error {
  name = "FormatError";
  code;
  /** What was read: a file name where the caller gave one, else the kind of file. */
  input;
  /** What was wrong, without input and place. */
  problem;
  /**
   * @param place  where in the input, e.g. `line 12` or `byte 7`; absent when it is about the whole
   */
  constructor(code, input, problem, place) {
    super(place === void 0 ? `${input}: ${problem}` : `${input}, ${place}: ${problem}`);
    this.code = code;
    this.input = input;
    this.problem = problem;
  }
};
function excerpt(value) {
  const isText = typeof value === "string";
  const text = isText ? value.replace(/\s+/g, " ").trim() : JSON.stringify(value) ?? "nothing";
  const short = text.length <= 40 ? text : `${text.slice(0, 37)}...`;
  return isText ? `"${short}"` : short;
}

// packages/formats/src/lineScanner.ts
var maxMantissa = Number.MAX_SAFE_INTEGER / 10 - 1;
var tens = Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

// packages/formats/src/carmen.ts
var rad = Math.PI / 180;

// packages/formats/src/drawing.ts
import { encode } from "fast-png";

// packages/formats/src/grayImage.ts
import { decode, hasPngSignature } from "fast-png";

// packages/formats/src/mapServer.ts
import { parse as parse2 } from "yaml";

// sim/src/worlds/pose3.ts
var identity3 = { x: 0, y: 0, z: 0, R: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
function fromEuler(x, y, z, roll, pitch, yaw) {
  const [cr, sr, cp, sp, cy, sy] = [cos(roll), sin(roll), cos(pitch), sin(pitch), cos(yaw), sin(yaw)];
  const R = [
    cy * cp,
    cy * sp * sr - sy * cr,
    cy * sp * cr + sy * sr,
    sy * cp,
    sy * sp * sr + cy * cr,
    sy * sp * cr - cy * sr,
    -sp,
    cp * sr,
    cp * cr
  ];
  return { x, y, z, R };
}
function fromQuaternion(x, y, z, q) {
  const length = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
  const [qx, qy, qz, qw] = q.map((v) => v / length);
  const R = [
    1 - 2 * (qy * qy + qz * qz),
    2 * (qx * qy - qz * qw),
    2 * (qx * qz + qy * qw),
    2 * (qx * qy + qz * qw),
    1 - 2 * (qx * qx + qz * qz),
    2 * (qy * qz - qx * qw),
    2 * (qx * qz - qy * qw),
    2 * (qy * qz + qx * qw),
    1 - 2 * (qx * qx + qy * qy)
  ];
  return { x, y, z, R };
}
function apply3(T_a_b, p) {
  const { x, y, z, R } = T_a_b;
  return [
    x + R[0] * p[0] + R[1] * p[1] + R[2] * p[2],
    y + R[3] * p[0] + R[4] * p[1] + R[5] * p[2],
    z + R[6] * p[0] + R[7] * p[1] + R[8] * p[2]
  ];
}
function compose3(T_a_b, T_b_c) {
  const A2 = T_a_b.R;
  const B = T_b_c.R;
  const R = Array.from({ length: 9 }, (_, i) => {
    const row = i - i % 3;
    return A2[row] * B[i % 3] + A2[row + 1] * B[3 + i % 3] + A2[row + 2] * B[6 + i % 3];
  });
  const [x, y, z] = apply3(T_a_b, [T_b_c.x, T_b_c.y, T_b_c.z]);
  return { x, y, z, R };
}
function inverse3(T_a_b) {
  const { x, y, z, R } = T_a_b;
  const turned = { x: 0, y: 0, z: 0, R: [R[0], R[3], R[6], R[1], R[4], R[7], R[2], R[5], R[8]] };
  const [bx, by, bz] = apply3(turned, [-x, -y, -z]);
  return { x: bx, y: by, z: bz, R: turned.R };
}

// sim/src/worlds/xml.ts
import { XMLParser, XMLValidator } from "fast-xml-parser";
var parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  trimValues: true
});
function parseXml(text, input) {
  if (text.trim() === "") throw new FormatError("empty", input, "is empty; expected an XML document");
  const valid = XMLValidator.validate(text);
  if (valid !== true)
    throw new FormatError("malformed", input, `is not XML: ${valid.err.msg}`, `line ${valid.err.line}`);
  const roots = parser.parse(text).filter((raw) => !("#text" in raw));
  if (roots.length !== 1) throw new FormatError("malformed", input, "is not XML: it should have one root element");
  return toElement(roots[0], "");
}
function toElement(raw, parentPath) {
  const tag = Object.keys(raw).find((key) => key !== ":@") ?? "";
  const attributes = raw[":@"] ?? {};
  const path = `${parentPath}/${tag}${attributes.name === void 0 ? "" : `[${attributes.name}]`}`;
  const inner = raw[tag];
  const text = inner.flatMap((child) => "#text" in child ? [String(child["#text"])] : []).join(" ");
  const children = inner.filter((child) => !("#text" in child)).map((child) => toElement(child, path));
  return { tag, attributes, children, text, path };
}
function childOf(element, tag) {
  return element.children.find((child) => child.tag === tag);
}
function childrenOf(element, tag) {
  return element.children.filter((child) => child.tag === tag);
}
function numbersOf(element, input, count) {
  const words = element.text.split(/\s+/).filter((word) => word !== "");
  const numbers2 = words.map(Number);
  if (!numbers2.every(Number.isFinite) || count !== void 0 && numbers2.length !== count)
    throw new FormatError(
      "malformed",
      input,
      `should hold ${count ?? "only"} ${count === 1 ? "number" : "numbers"}, got "${element.text}"`,
      element.path
    );
  return numbers2;
}
function numberIn(element, tag, input, absent) {
  const child = childOf(element, tag);
  return child === void 0 ? absent : numbersOf(child, input, 1)[0];
}

// sim/src/worlds/frameScope.ts
var rad2 = Math.PI / 180;
function poseOf(pose, input) {
  if (pose === void 0 || pose.text === "") return identity3;
  const toRad = pose.attributes.degrees === "true" || pose.attributes.degrees === "1" ? rad2 : 1;
  if (pose.attributes.rotation_format === "quat_xyzw") {
    const [x2, y2, z2, qx, qy, qz, qw] = numbersOf(pose, input, 7);
    return fromQuaternion(x2, y2, z2, [qx, qy, qz, qw]);
  }
  const [x, y, z, roll, pitch, yaw] = numbersOf(pose, input, 6);
  return fromEuler(x, y, z, roll * toRad, pitch * toRad, yaw * toRad);
}
var FrameScope = class {
  #input;
  #rootName;
  #frames = /* @__PURE__ */ new Map();
  #solved = /* @__PURE__ */ new Map();
  #nested = /* @__PURE__ */ new Map();
  /** A nested model stands at T_parent_scope · inverse(T_model_placement) when it names a frame of its own to be placed. */
  #placements = /* @__PURE__ */ new Map();
  /** @param rootName  `world` or `__model__` */
  constructor(rootName, input) {
    this.#rootName = rootName;
    this.#input = input;
  }
  /**
   * Adds a frame from the element that has the pose.
   * @param attachedTo  what the pose is relative to unless it says otherwise
   */
  define(name, element, attachedTo = "") {
    const known2 = this.#frames.get(name);
    if (known2?.tag === element.tag)
      throw new FormatError("malformed", this.#input, `there are two of the name "${name}" here`, element.path);
    if (known2 !== void 0) return;
    const pose = childOf(element, "pose");
    const relativeTo = pose?.attributes.relative_to || pose?.attributes.frame || attachedTo || this.#rootName;
    this.#frames.set(name, { tag: element.tag, T: poseOf(pose, this.#input), relativeTo, path: element.path });
  }
  /** Adds a nested model's own frames, so that `model::frame` finds them. */
  defineNested(name, scope, placementFrame) {
    this.#nested.set(name, scope);
    if (placementFrame !== void 0 && placementFrame !== "") this.#placements.set(name, placementFrame);
  }
  /** Pose of a named frame in this scope. Throws FormatError for an unknown frame and for frames that chase each other. */
  resolve(name, askedBy) {
    if (name === this.#rootName || name === "__model__") return identity3;
    const split = name.indexOf("::");
    if (split > 0) {
      const nested2 = this.#nested.get(name.slice(0, split));
      if (nested2 !== void 0)
        return compose3(this.resolve(name.slice(0, split), askedBy), nested2.resolve(name.slice(split + 2), askedBy));
    }
    const frame = this.#frames.get(name);
    const solved = this.#solved.get(name);
    if (frame === void 0)
      throw new FormatError("malformed", this.#input, `there is no frame, link or model "${name}" here`, askedBy);
    if (solved === "open")
      throw new FormatError("malformed", this.#input, "its pose is relative to itself, over other frames", frame.path);
    if (solved !== void 0) return solved;
    this.#solved.set(name, "open");
    let T = compose3(this.resolve(frame.relativeTo, frame.path), frame.T);
    const placement = this.#placements.get(name);
    const nested = this.#nested.get(name);
    if (placement !== void 0 && nested !== void 0)
      T = compose3(T, inverse3(nested.resolve(placement, frame.path)));
    this.#solved.set(name, T);
    return T;
  }
  /** Pose in this scope of an element that belongs to a frame (a link's collision), unless its pose names another. */
  poseWithin(element, owner) {
    const pose = childOf(element, "pose");
    const relativeTo = pose?.attributes.relative_to || pose?.attributes.frame || owner;
    return compose3(this.resolve(relativeTo, element.path), poseOf(pose, this.#input));
  }
};

// sim/src/worlds/polygon.ts
function signedArea(outline) {
  let twice = 0;
  for (let i = 0, j = outline.length - 2; i < outline.length; j = i, i += 2)
    twice += outline[j] * outline[i + 1] - outline[i] * outline[j + 1];
  return twice / 2;
}
function counterClockwise(outline) {
  const out2 = Float64Array.from(outline);
  if (signedArea(out2) >= 0) return out2;
  for (let i = 0, j = out2.length - 2; i < j; i += 2, j -= 2) {
    [out2[i], out2[j]] = [out2[j], out2[i]];
    [out2[i + 1], out2[j + 1]] = [out2[j + 1], out2[i + 1]];
  }
  return out2;
}
function convexHull(points) {
  const order = Array.from({ length: points.length / 2 }, (_, i) => i).sort(
    (a2, b2) => points[2 * a2] - points[2 * b2] || points[2 * a2 + 1] - points[2 * b2 + 1]
  );
  const half = (indices) => {
    const chain = [];
    for (const i of indices) {
      while (chain.length >= 2 && turn(points, chain[chain.length - 2], chain[chain.length - 1], i) <= 1e-12)
        chain.pop();
      chain.push(i);
    }
    chain.pop();
    return chain;
  };
  const hull = [...half(order), ...half(order.reverse())];
  return Float64Array.from(hull.flatMap((i) => [points[2 * i], points[2 * i + 1]]));
}
function isConvex(outline) {
  const n = outline.length / 2;
  for (let i = 0; i < n; i++) if (turn(outline, i, (i + 1) % n, (i + 2) % n) < -1e-9) return false;
  return true;
}
function triangulate(outline) {
  const corners = Array.from({ length: outline.length / 2 }, (_, i) => i);
  const triangles = [];
  while (corners.length >= 3) {
    const ear = corners.findIndex((_, k) => isEar(outline, corners, k));
    if (ear < 0) return void 0;
    const n = corners.length;
    const [a2, b2, c] = [corners[(ear + n - 1) % n], corners[ear], corners[(ear + 1) % n]];
    if (turn(outline, a2, b2, c) > 1e-12)
      triangles.push(Float64Array.from([a2, b2, c].flatMap((i) => [outline[2 * i], outline[2 * i + 1]])));
    corners.splice(ear, 1);
  }
  return triangles;
}
function isEar(outline, corners, k) {
  const n = corners.length;
  const [a2, b2, c] = [corners[(k + n - 1) % n], corners[k], corners[(k + 1) % n]];
  const area = turn(outline, a2, b2, c);
  if (area <= 1e-12) return area >= -1e-12;
  return corners.every((i) => {
    if (i === a2 || i === b2 || i === c) return true;
    return turn(outline, a2, b2, i) < -1e-12 || turn(outline, b2, c, i) < -1e-12 || turn(outline, c, a2, i) < -1e-12;
  });
}
function turn(points, a2, b2, c) {
  const abx = points[2 * b2] - points[2 * a2];
  const aby = points[2 * b2 + 1] - points[2 * a2 + 1];
  const acx = points[2 * c] - points[2 * a2];
  const acy = points[2 * c + 1] - points[2 * a2 + 1];
  return abx * acy - aby * acx;
}

// sim/src/worlds/sdfElements.ts
var known = {
  sdf: { read: "world", ignored: "light", warned: "actor" },
  world: {
    read: "include model frame homebound:floor homebound:dock homebound:start",
    ignored: "gui scene light physics plugin gravity magnetic_field atmosphere spherical_coordinates wind audio road joint",
    warned: "state actor population"
  },
  model: {
    read: "static pose link model include frame joint",
    ignored: "plugin self_collide allow_auto_disable enable_wind gripper"
  },
  include: { read: "uri name pose static placement_frame", ignored: "plugin" },
  frame: { read: "pose" },
  joint: {
    read: "",
    ignored: "pose parent child axis axis2 physics plugin sensor gearbox_ratio thread_pitch screw_thread_pitch"
  },
  link: {
    read: "pose inertial collision kinematic",
    ignored: "visual sensor light projector audio_sink audio_source gravity self_collide enable_wind velocity_decay must_be_base_link particle_emitter battery"
  },
  inertial: { read: "mass", ignored: "inertia pose density auto_inertia_params frame fluid_added_mass" },
  collision: {
    read: "pose geometry surface laser_retro homebound:material",
    ignored: "max_contacts density auto_inertia_params meta"
  },
  surface: { read: "friction", ignored: "bounce contact soft_contact" },
  friction: { read: "ode", ignored: "torsional bullet" },
  ode: { read: "mu", ignored: "mu2 fdir1 slip1 slip2" },
  geometry: { read: "box cylinder sphere capsule cone ellipsoid polyline plane empty", warned: "mesh" },
  box: { read: "size" },
  cylinder: { read: "radius length" },
  sphere: { read: "radius" },
  capsule: { read: "radius length" },
  cone: { read: "radius length" },
  ellipsoid: { read: "radii" },
  polyline: { read: "point height" },
  plane: { read: "normal size" },
  "homebound:floor": { read: "homebound:outline homebound:height homebound:surface homebound:pile_yaw" }
};
function checkChildren(element, input, warnings) {
  const list2 = known[element.tag];
  const names = (words) => (words ?? "").split(" ");
  for (const { tag, path } of element.children) {
    if (names(list2.read).includes(tag) || names(list2.ignored).includes(tag)) continue;
    if (names(list2.warned).includes(tag)) warnings.push(`${path} is not simulated`);
    else if (!tag.includes(":") || tag.startsWith("homebound:"))
      throw new FormatError(
        "unsupported",
        input,
        `<${tag}> is not supported inside <${element.tag}>; known there: ${list2.read || "nothing"}`,
        path
      );
  }
}

// sim/src/worlds/sdfShapes.ts
var levelTolerance = 1e-6;
var circleCorners = 16;
var slices = 4;
function shapesOf(geometry, T_solid_shape, material, input, warnings) {
  checkChildren(geometry, input, warnings);
  const body = geometry.children.find((child) => !child.tag.includes(":") && child.tag !== "mesh");
  if (body === void 0 || body.tag === "empty") return [];
  checkChildren(body, input, warnings);
  const context = { T: T_solid_shape, material, input, warnings, body };
  const size = (tag, count) => sizesOf(context, tag, count);
  switch (body.tag) {
    case "box":
      return box(context, size("size", 3));
    case "cylinder":
      return cylinder(context, size("radius", 1)[0], size("length", 1)[0]);
    case "sphere": {
      const [r2] = size("radius", 1);
      return lathe({ ...context, T: { ...T_solid_shape, R: [1, 0, 0, 0, 1, 0, 0, 0, 1] } }, r2, r2, -r2, r2, sphereProfile);
    }
    case "ellipsoid": {
      const [rx, ry, rz] = size("radii", 3);
      return lathe(context, rx, ry, -rz, rz, sphereProfile);
    }
    case "cone": {
      const [r2] = size("radius", 1);
      const [length] = size("length", 1);
      return lathe(context, r2, r2, -length / 2, length / 2, (t) => (1 - t) / 2);
    }
    case "capsule": {
      const [r2] = size("radius", 1);
      const half = size("length", 1)[0] / 2;
      const straight = half / (half + r2);
      return lathe(context, r2, r2, -half - r2, half + r2, (t) => {
        const overCap = Math.max(0, Math.abs(t) - straight) / (1 - straight);
        return sphereProfile(overCap);
      });
    }
    case "polyline":
      return polyline(context);
    default:
      return plane(context);
  }
}
var sphereProfile = (t) => Math.sqrt(Math.max(0, 1 - t * t));
function sizesOf({ body, input }, tag, count) {
  const element = childOf(body, tag);
  if (element === void 0) throw new FormatError("missing", input, `needs <${tag}>`, body.path);
  const sizes = numbersOf(element, input, count);
  if (!sizes.every((size) => size > 0))
    throw new FormatError("malformed", input, `should be > 0, got ${element.text}`, element.path);
  return sizes;
}
var isVertical = (cosine) => Math.abs(cosine) > 1 - levelTolerance;
function box(context, size) {
  const { T, material } = context;
  const up = [0, 1, 2].find((k) => isVertical(T.R[6 + k]));
  if (up === void 0) return tilted(context, boxCorners2(size));
  const ix = up === 0 ? 1 : 0;
  const iy = up === 2 ? 1 : 2;
  const half = size[up] / 2;
  return [
    {
      kind: "box",
      x_m: T.x,
      y_m: T.y,
      yaw_rad: atan2(T.R[3 + ix], T.R[ix]),
      sizeX_m: size[ix],
      sizeY_m: size[iy],
      z0_m: T.z - half,
      z1_m: T.z + half,
      material
    }
  ];
}
function boxCorners2(size) {
  const signs = [-0.5, 0.5];
  return signs.flatMap(
    (i) => signs.flatMap((j) => signs.map((k) => [i * size[0], j * size[1], k * size[2]]))
  );
}
function cylinder(context, radius, length) {
  const { T, material } = context;
  if (isVertical(T.R[8]))
    return [
      {
        kind: "cylinder",
        x_m: T.x,
        y_m: T.y,
        radius_m: radius,
        z0_m: T.z - length / 2,
        z1_m: T.z + length / 2,
        material
      }
    ];
  return tilted(context, [...ring(radius, radius, -length / 2), ...ring(radius, radius, length / 2)]);
}
function lathe(context, rx, ry, z0, z1, profile) {
  const { T, material } = context;
  const share2 = (i) => 2 * i / slices - 1;
  if (!isVertical(T.R[8])) {
    const rings = Array.from({ length: slices + 1 }, (_, i) => {
      const r2 = profile(share2(i));
      return ring(r2 * rx, r2 * ry, z0 + (z1 - z0) * i / slices);
    });
    return tilted(context, rings.flat());
  }
  const up = T.R[8] > 0 ? 1 : -1;
  const yaw = atan2(T.R[3], T.R[0]);
  return Array.from({ length: slices }, (_, i) => {
    const widest = Math.max(profile(share2(i)), profile(share2(i + 1)));
    const ends = [T.z + up * (z0 + (z1 - z0) * i / slices), T.z + up * (z0 + (z1 - z0) * (i + 1) / slices)];
    const height = { z0_m: Math.min(...ends), z1_m: Math.max(...ends), material };
    if (rx === ry) return { kind: "cylinder", x_m: T.x, y_m: T.y, radius_m: widest * rx, ...height };
    const outline = ring(widest * rx, widest * ry, 0).flatMap(([x, y]) => [
      T.x + cos(yaw) * x - up * sin(yaw) * y,
      T.y + sin(yaw) * x + up * cos(yaw) * y
    ]);
    return { kind: "prism", outline: counterClockwise(outline), ...height };
  });
}
function ring(rx, ry, z) {
  const grow = 1 / cos(Math.PI / circleCorners);
  return Array.from({ length: circleCorners }, (_, i) => {
    const angle = 2 * Math.PI * i / circleCorners;
    return [grow * rx * cos(angle), grow * ry * sin(angle), z];
  });
}
function polyline(context) {
  const { T, material, body, input } = context;
  const points = childrenOf(body, "point").flatMap((point) => numbersOf(point, input, 2));
  const [height] = sizesOf(context, "height", 1);
  const n = points.length / 2;
  if (n > 1 && points[0] === points[2 * n - 2] && points[1] === points[2 * n - 1]) points.length -= 2;
  if (points.length < 6) throw new FormatError("malformed", input, "needs at least three <point>", body.path);
  if (!isVertical(T.R[8])) {
    const corners = Array.from({ length: points.length / 2 }, (_, i) => [points[2 * i], points[2 * i + 1]]);
    return tilted(
      context,
      corners.flatMap(([x, y]) => [
        [x, y, 0],
        [x, y, height]
      ])
    );
  }
  const moved = Array.from({ length: points.length / 2 }, (_, i) => apply3(T, [points[2 * i], points[2 * i + 1], 0]));
  const outline = counterClockwise(moved.flatMap((point) => point.slice(0, 2)));
  const parts = isConvex(outline) ? [outline] : triangulate(outline);
  if (parts === void 0) throw new FormatError("malformed", input, "the outline crosses itself", body.path);
  const far = T.z + T.R[8] * height;
  return parts.map((part2) => ({
    kind: "prism",
    outline: part2,
    z0_m: Math.min(T.z, far),
    z1_m: Math.max(T.z, far),
    material
  }));
}
function plane({ T, body, input, warnings }) {
  const normal = childOf(body, "normal");
  const [nx, ny, nz] = normal === void 0 ? [0, 0, 1] : numbersOf(normal, input, 3);
  const up = T.R[6] * nx + T.R[7] * ny + T.R[8] * nz;
  if (!(up > 0.999 && Math.abs(T.z) < 0.02))
    warnings.push(`${body.path} is not simulated: only the level floor at z = 0 is`);
  return [];
}
function tilted({ T, material, body, warnings }, corners) {
  const points = corners.map((corner) => apply3(T, corner));
  const heights = points.map(([, , z]) => z);
  warnings.push(`${body.path} is tilted: simulated as the upright block of its footprint`);
  return [
    {
      kind: "prism",
      outline: convexHull(points.flatMap((point) => point.slice(0, 2))),
      z0_m: Math.min(...heights),
      z1_m: Math.max(...heights),
      material
    }
  ];
}

// sim/src/worlds/sdfModel.ts
var maxDepth = 16;
var standsBelow_m = 0.1;
var reflectivities = { matte: 0.8, black: 0.05, glass: 0.1, mirror: 0.9 };
var builtIn = /(^|\/)(ground[ _]plane|sun)$/i;
function readModels(parent, scope, reading, depth = 0) {
  const models = [];
  for (const element of parent.children) {
    if (element.tag !== "model" && element.tag !== "include") continue;
    if (element.tag === "include" && builtIn.test(childOf(element, "uri")?.text ?? "")) continue;
    const model = element.tag === "model" ? readModel(element, reading, depth) : readInclude(element, reading, depth);
    const placed = element.tag === "include" && childOf(element, "pose") === void 0 ? model.element : element;
    scope.define(model.name, placed);
    const placement = childOf(element, "placement_frame")?.text ?? model.element.attributes.placement_frame;
    scope.defineNested(model.name, model.scope, placement);
    models.push(model);
  }
  return models;
}
function readModel(element, reading, depth) {
  const { input, warnings } = reading;
  if (depth > maxDepth)
    throw new FormatError("malformed", input, "models include each other without end", element.path);
  checkChildren(element, input, warnings);
  const scope = new FrameScope("__model__", input);
  for (const link of childrenOf(element, "link")) scope.define(link.attributes.name ?? "", link);
  for (const frame of childrenOf(element, "frame")) {
    checkChildren(frame, input, warnings);
    scope.define(frame.attributes.name ?? "", frame, frame.attributes.attached_to);
  }
  for (const joint of childrenOf(element, "joint")) {
    checkChildren(joint, input, warnings);
    scope.define(joint.attributes.name ?? "", joint, childOf(joint, "child")?.text);
  }
  const nested = readModels(element, scope, reading, depth + 1);
  return { name: element.attributes.name ?? "", input, element, isStatic: isTrue(element, "static"), scope, nested };
}
function readInclude(include, reading, depth) {
  const { input, resolve, warnings } = reading;
  checkChildren(include, input, warnings);
  const uri = childOf(include, "uri")?.text;
  if (uri === void 0 || uri === "") throw new FormatError("malformed", input, "has no <uri>", include.path);
  const text = resolve(uri);
  if (text === void 0)
    throw new FormatError(
      "missing",
      input,
      `the included model ${uri} was not found; put its folder beside the world`,
      include.path
    );
  const root = parseXml(text, uri);
  const element = root.tag === "sdf" ? childOf(root, "model") : void 0;
  if (element === void 0) throw new FormatError("foreign", uri, "should hold <sdf> with a <model> in it");
  const model = readModel(element, { ...reading, input: uri }, depth + 1);
  const isStatic = childOf(include, "static") === void 0 ? model.isStatic : isTrue(include, "static");
  return { ...model, name: childOf(include, "name")?.text || model.name, isStatic };
}
function solidsOf(model, name, T_world_model, isStatic, worldReading) {
  const { element, scope } = model;
  const reading = { ...worldReading, input: model.input };
  const joints = childrenOf(element, "joint");
  const isFixed = isStatic || model.isStatic || holdsStill(joints, name, reading);
  const linkElements = childrenOf(element, "link");
  const links = linkElements.map((link) => {
    const linkName = linkElements.length > 1 ? `${name}::${link.attributes.name}` : name;
    return readLink(link, model, T_world_model, linkName, isFixed, reading);
  });
  const solids = !isFixed && joints.length > 0 && links.length > 0 ? [merge(name, links)] : links;
  const nested = model.nested.flatMap((inner) => {
    const T = compose3(T_world_model, scope.resolve(inner.name, inner.element.path));
    return solidsOf(inner, `${name}::${inner.name}`, T, isFixed, reading);
  });
  return [...solids.filter((solid) => solid.shapes.length > 0), ...nested];
}
function holdsStill(joints, name, { warnings }) {
  const moving = joints.find((joint) => joint.attributes.type !== "fixed");
  if (moving !== void 0)
    warnings.push(
      `${moving.path} is not simulated: ${name} stands still (joints of type ${moving.attributes.type} do not move)`
    );
  return moving !== void 0 || joints.some((joint) => childOf(joint, "parent")?.text === "world");
}
function readLink(link, model, T_world_model, name, isFixed, reading) {
  const { input, warnings } = reading;
  checkChildren(link, input, warnings);
  const linkName = link.attributes.name ?? "";
  const T_world_solid = levelled(compose3(T_world_model, model.scope.resolve(linkName, link.path)));
  const T_solid_world = inverse3(fromEuler(T_world_solid.x, T_world_solid.y, 0, 0, 0, T_world_solid.theta));
  const collisions = childrenOf(link, "collision");
  const shapes = collisions.flatMap((collision) => {
    checkChildren(collision, input, warnings);
    const geometry = childOf(collision, "geometry");
    if (geometry === void 0) throw new FormatError("missing", input, "has no <geometry>", collision.path);
    const T_world_shape = compose3(T_world_model, model.scope.poseWithin(collision, linkName));
    const T_solid_shape = compose3(T_solid_world, T_world_shape);
    return shapesOf(geometry, T_solid_shape, materialOf(collision, input), input, warnings);
  });
  const lowest_m = Math.min(...shapes.map((shape) => shape.z0_m));
  const isHanging = !isFixed && shapes.length > 0 && lowest_m > standsBelow_m;
  if (isHanging) warnings.push(`${link.path} hangs ${lowest_m.toFixed(2)} m over the floor: simulated as fixed there`);
  const stands = isFixed || isHanging || isTrue(link, "kinematic");
  const frictions = collisions.map((collision) => frictionOf(collision, reading));
  return {
    name,
    mobility: stands ? "static" : "movable",
    mass_kg: massOf(link, reading),
    friction: frictions.find((mu) => mu !== void 0) ?? 1,
    T_world_solid,
    shapes
  };
}
function massOf(link, { input, warnings }) {
  const inertial = childOf(link, "inertial");
  if (inertial === void 0) return 1;
  checkChildren(inertial, input, warnings);
  const mass_kg = numberIn(inertial, "mass", input, 1);
  if (!(mass_kg > 0)) throw new FormatError("malformed", input, `mass should be > 0 kg, got ${mass_kg}`, link.path);
  return mass_kg;
}
function levelled(T_world_link) {
  const { x, y, R } = T_world_link;
  return { x, y, theta: R[8] > 1 - 1e-6 ? atan2(R[3], R[0]) : 0 };
}
function merge(name, links) {
  const [first2, ...rest] = links;
  const moved = rest.flatMap(
    (solid) => solid.shapes.map((shape) => toFrame(shape, solid.T_world_solid, first2.T_world_solid))
  );
  return {
    ...first2,
    name,
    mobility: links.every((link) => link.mobility === "movable") ? "movable" : "static",
    mass_kg: links.reduce((sum, link) => sum + link.mass_kg, 0),
    shapes: [...first2.shapes, ...moved]
  };
}
function toFrame(shape, T_world_from, T_world_to) {
  const T_to_from = between(T_world_to, T_world_from);
  if (shape.kind === "prism") {
    const outline = new Float64Array(shape.outline.length);
    transformInto(outline, T_to_from, shape.outline, outline.length / 2);
    return { ...shape, outline };
  }
  const T = compose(T_to_from, { x: shape.x_m, y: shape.y_m, theta: shape.kind === "box" ? shape.yaw_rad : 0 });
  if (shape.kind === "box") return { ...shape, x_m: T.x, y_m: T.y, yaw_rad: T.theta };
  return { ...shape, x_m: T.x, y_m: T.y };
}
function materialOf(collision, input) {
  const element = childOf(collision, "homebound:material");
  const kind = element?.text ?? "matte";
  if (!(kind in reflectivities))
    throw new FormatError(
      "malformed",
      input,
      `should be one of ${Object.keys(reflectivities).join(", ")}, got "${kind}"`,
      element?.path
    );
  const retro = numberIn(collision, "laser_retro", input, 0);
  const known2 = kind;
  return { kind: known2, reflectivity: retro > 0 ? Math.min(1, retro) : reflectivities[known2] };
}
function frictionOf(collision, { input, warnings }) {
  let element = collision;
  for (const tag of ["surface", "friction", "ode"]) {
    element = childOf(element, tag);
    if (element === void 0) return void 0;
    checkChildren(element, input, warnings);
  }
  const mu = numberIn(element, "mu", input, 1);
  if (!(mu >= 0)) throw new FormatError("malformed", input, `mu should be >= 0, got ${mu}`, element.path);
  return mu;
}
function isTrue(element, tag) {
  const text = childOf(element, tag)?.text.toLowerCase();
  return text === "true" || text === "1";
}

// sim/src/worlds/shapeOutline.ts
var circleCorners2 = 24;
function shapeOutline(shape, T_a_solid) {
  if (shape.kind === "prism") {
    const out2 = new Float64Array(shape.outline.length);
    transformInto(out2, T_a_solid, shape.outline, out2.length / 2);
    return out2;
  }
  if (shape.kind === "box") {
    const [hx, hy] = [shape.sizeX_m / 2, shape.sizeY_m / 2];
    const corners = Float64Array.of(-hx, -hy, hx, -hy, hx, hy, -hx, hy);
    transformInto(corners, compose(T_a_solid, { x: shape.x_m, y: shape.y_m, theta: shape.yaw_rad }), corners, 4);
    return corners;
  }
  const radius_m = shape.radius_m / cos(Math.PI / circleCorners2);
  const { x, y } = compose(T_a_solid, { x: shape.x_m, y: shape.y_m, theta: 0 });
  return Float64Array.from({ length: 2 * circleCorners2 }, (_, i) => {
    const angle = 2 * Math.PI * (i >> 1) / circleCorners2;
    return (i & 1) === 0 ? x + radius_m * cos(angle) : y + radius_m * sin(angle);
  });
}

// sim/src/worlds/worldGrid.ts
var hole_m = -0.04;
function worldGrid(world2, options = {}) {
  const resolution_m = options.resolution_m ?? 0.02;
  const low_m = options.maxClimb_m ?? defaultGeometry.maxClimb_m;
  const high_m = options.bodyHeight_m ?? defaultGeometry.bodyHeight_m;
  const outlines = world2.solids.flatMap((solid) => metBy(solid, low_m, high_m));
  if (outlines.length === 0) return void 0;
  const frame = boundsOf2(outlines, resolution_m);
  const data = new Int8Array(frame.width * frame.height);
  for (const outline of outlines) markConvex(data, frame, outline);
  for (const patch of world2.floor) if (patch.height_m < hole_m) markPolygon(data, frame, patch.outline);
  return { ...frame, data };
}
function metBy(solid, low_m, high_m) {
  const met = solid.shapes.filter((shape) => shape.z1_m > low_m && shape.z0_m < high_m);
  return met.map((shape) => shapeOutline(shape, solid.T_world_solid));
}
function boundsOf2(outlines, resolution_m) {
  const low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const high = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const outline of outlines)
    for (let i = 0; i < outline.length; i++) {
      low[i & 1] = Math.min(low[i & 1], outline[i]);
      high[i & 1] = Math.max(high[i & 1], outline[i]);
    }
  const [x0, y0] = low.map((v) => Math.floor(v / resolution_m + 1e-6));
  const [x1, y1] = high.map((v) => Math.ceil(v / resolution_m - 1e-6));
  return {
    width: Math.max(1, x1 - x0),
    height: Math.max(1, y1 - y0),
    resolution_m,
    originX_m: x0 * resolution_m,
    originY_m: y0 * resolution_m
  };
}
function markConvex(data, frame, outline) {
  const reach = frame.resolution_m / 2 - 1e-6;
  forCells(frame, outline, (cell, x, y) => {
    for (let i = 0, j = outline.length - 2; i < outline.length; j = i, i += 2) {
      const ex = outline[i] - outline[j];
      const ey = outline[i + 1] - outline[j + 1];
      const side = ex * (y - outline[j + 1]) - ey * (x - outline[j]) + reach * (Math.abs(ex) + Math.abs(ey));
      if (side < 0) return;
    }
    data[cell] = 100;
  });
}
function markPolygon(data, frame, outline) {
  forCells(frame, outline, (cell, x, y) => {
    let inside = false;
    for (let i = 0, j = outline.length - 2; i < outline.length; j = i, i += 2) {
      if (outline[i + 1] > y === outline[j + 1] > y) continue;
      const share2 = (y - outline[i + 1]) / (outline[j + 1] - outline[i + 1]);
      if (x < outline[i] + share2 * (outline[j] - outline[i])) inside = !inside;
    }
    if (inside) data[cell] = 100;
  });
}
function forCells(frame, outline, visit) {
  let [x0, y0, x1, y1] = [outline[0], outline[1], outline[0], outline[1]];
  for (let i = 2; i < outline.length; i += 2) {
    x0 = Math.min(x0, outline[i]);
    x1 = Math.max(x1, outline[i]);
    y0 = Math.min(y0, outline[i + 1]);
    y1 = Math.max(y1, outline[i + 1]);
  }
  const ix1 = Math.min(frame.width - 1, cellX(frame, x1));
  const iy1 = Math.min(frame.height - 1, cellY(frame, y1));
  for (let iy = Math.max(0, cellY(frame, y0)); iy <= iy1; iy++)
    for (let ix = Math.max(0, cellX(frame, x0)); ix <= ix1; ix++)
      visit(iy * frame.width + ix, centreX(frame, ix), centreY(frame, iy));
}

// sim/src/worlds/readSdf.ts
var dockCell_m = 0.04;
function readSdf(text, options = {}) {
  const input = options.input ?? "SDF world";
  const warnings = [];
  const reading = { input, resolve: options.resolve ?? (() => void 0), warnings };
  const world2 = worldElement(text, reading);
  checkChildren(world2, input, warnings);
  const scope = new FrameScope("world", input);
  for (const frame of childrenOf(world2, "frame")) {
    checkChildren(frame, input, warnings);
    scope.define(frame.attributes.name ?? "", frame, frame.attributes.attached_to);
  }
  const models = readModels(world2, scope, reading);
  const solids = models.flatMap(
    (model) => solidsOf(model, model.name, scope.resolve(model.name, model.element.path), false, reading)
  );
  const floor = childrenOf(world2, "homebound:floor").map((patch) => floorPatch(patch, reading));
  const name = world2.attributes.name ?? input;
  const dock = childOf(world2, "homebound:dock");
  const start = childOf(world2, "homebound:start");
  const T_world_dock = dock === void 0 ? foundDock(solids, floor, input) : planarPose(dock, input);
  const T_world_start = start === void 0 ? dockedPose(T_world_dock) : planarPose(start, input);
  return { name, solids, floor, T_world_dock, T_world_start, warnings };
}
function worldElement(text, { input, warnings }) {
  const root = parseXml(text, input);
  if (root.tag !== "sdf")
    throw new FormatError("foreign", input, `is no SDF: its root is <${root.tag}>, expected <sdf version="1.9">`);
  checkChildren(root, input, warnings);
  const worlds = childrenOf(root, "world");
  if (worlds.length !== 1)
    throw new FormatError("unsupported", input, `should hold one <world>, holds ${worlds.length}`, root.path);
  return worlds[0];
}
function floorPatch(element, { input, warnings }) {
  checkChildren(element, input, warnings);
  const fail = (problem) => new FormatError("malformed", input, problem, element.path);
  const outlineElement = childOf(element, "homebound:outline");
  const outline = outlineElement === void 0 ? [] : numbersOf(outlineElement, input);
  if (outline.length < 6 || outline.length % 2 !== 0 || signedArea(outline) === 0)
    throw fail('needs <homebound:outline> with at least three corners, "x y x y x y", m');
  const surface = childOf(element, "homebound:surface")?.text ?? "hard";
  if (surface !== "hard" && surface !== "lowPile" && surface !== "highPile")
    throw fail(`<homebound:surface> should be hard, lowPile or highPile, got ${excerpt(surface)}`);
  const patch = {
    name: element.attributes.name ?? "floor",
    outline: counterClockwise(outline),
    height_m: numberIn(element, "homebound:height", input, 0),
    surface
  };
  const pile = childOf(element, "homebound:pile_yaw");
  return pile === void 0 ? patch : { ...patch, pileYaw_rad: numbersOf(pile, input, 1)[0] };
}
function planarPose(element, input) {
  const [x, y, theta] = numbersOf(element, input, 3);
  return { x, y, theta: wrapAngle(theta) };
}
function foundDock(solids, floor, input) {
  const grid = worldGrid({ solids, floor }, { resolution_m: dockCell_m });
  if (grid === void 0) return identity;
  const place = dockPlace(grid);
  if (place !== void 0) return place;
  throw new FormatError(
    "unsupported",
    input,
    "has no clear place for a dock against a wall; name one with <homebound:dock>"
  );
}

// packages/cli/src/simulatedHome.ts
var ended = ["finished", "stopped", "stuck"];
var POSE_STRIDE = 2;
var SimulatedHome = class {
  graph;
  simulator;
  referee;
  #state = homebound_interfaces_exports.MissionState.create();
  #T_map_odom = identity;
  #estimate;
  /** Truth of the last second, to hold against an estimate of the same time. */
  #truth = new PoseBuffer(1);
  #endPoseError_m = Number.NaN;
  #map = new MapAssembler();
  #checksum = new Checksum();
  #steps = 0;
  constructor(options) {
    const { world: world2, seed, resolution_m, onTruth, onEstimate, onFault, log: log2 } = options;
    this.simulator = createSimulator({ world: world2, seed, geometry: defaultGeometry });
    this.referee = new Referee({ world: world2, geometry: defaultGeometry });
    this.graph = new LocalGraph({ onFault, log: log2 });
    this.simulator.onStep((truth) => {
      this.referee.update(truth);
      this.#truth.add(truth.stamp_s, truth.T_world_base);
      if (++this.#steps % POSE_STRIDE !== 0) return;
      const { x, y, theta } = truth.T_world_base;
      this.#checksum.add(truth.stamp_s, x, y, theta);
      onTruth?.(truth.stamp_s, truth.T_world_base);
    });
    addRobot(this.graph, this.simulator.body, resolution_m === void 0 ? {} : { slam: { resolution: resolution_m } });
    const { outside } = this.graph;
    outside.subscribe(homebound_interfaces_exports.MissionState, "mission_state", qos.latched, (m) => {
      this.#state = m;
    });
    outside.subscribe(tf2_msgs_exports.TFMessage, "tf", qos.tf, (m) => {
      for (const t of m.transforms) if (t.child_frame_id === "odom") this.#T_map_odom = transformFromMessage(t).T;
    });
    outside.subscribe(nav_msgs_exports.OccupancyGrid, "map", qos.latched, (m) => this.#map.addWhole(m));
    outside.subscribe(map_msgs_exports.OccupancyGridUpdate, "map_updates", qos.reliable, (m) => {
      this.#map.addUpdate(m);
    });
    let count = 0;
    outside.subscribe(nav_msgs_exports.Odometry, "odom", qos.sensorIn, (m) => {
      if (++count % POSE_STRIDE !== 0) return;
      const stamp_s = fromStamp(m.header.stamp);
      this.#estimate = compose(this.#T_map_odom, poseFromMessage(m.pose.pose));
      const truth = this.#truth.at(stamp_s);
      if (truth !== void 0) this.#endPoseError_m = poseError(compose(world2.T_world_start, this.#estimate), truth);
      this.#checksum.add(this.#estimate.x, this.#estimate.y, this.#estimate.theta);
      onEstimate?.(stamp_s, this.#estimate);
    });
  }
  /** What the mission last said. */
  get state() {
    return this.#state;
  }
  get isOver() {
    return ended.includes(this.#state.state);
  }
  get finished() {
    return this.#state.state === "finished";
  }
  /** The robot's map as it was last published. */
  get map() {
    return this.#map.grid;
  }
  get T_map_base() {
    return this.#estimate;
  }
  /** Distance between belief and truth when they were last compared, m. */
  get poseError_m() {
    return this.#endPoseError_m;
  }
  /** Checksum of truth and belief at every step so far and of the map now: the same for the same seed on every engine. */
  hash() {
    const sum = this.#checksum.clone();
    if (this.#map.grid !== void 0) sum.addBytes(this.#map.grid.data);
    return sum.hex;
  }
  /** Gives the mission a command; `done` is told in the graph's own time. */
  command(command, x = 0, y = 0, done = () => {
  }) {
    this.graph.outside.client(homebound_interfaces_exports.MissionCommand, "mission_command").call(
      { command, x, y },
      (outcome) => outcome.ok ? done(outcome.value.accepted, outcome.value.reason) : done(false, outcome.error.message)
    );
  }
  /** Lets sensors and SLAM settle on the dock, then starts a job. */
  startJob() {
    this.graph.runFor(SETTLE_S);
    this.command("start");
  }
  /** Ends the nodes and gives the physics' memory back. */
  close() {
    this.graph.shutdown();
    this.simulator.free();
  }
};
var SETTLE_S = 2;
function poseError(a2, b2) {
  const dx = a2.x - b2.x;
  const dy = a2.y - b2.y;
  return Math.sqrt(dx * dx + dy * dy);
}

// packages/cli/zz.ts
import { readFileSync } from "node:fs";
await initPhysics();
var world = readSdf(readFileSync("sim/worlds/test_room.sdf", "utf8"), {});
var home = new SimulatedHome({ world, seed: 3, onFault: console.log });
var first = [];
var r0 = recordGraph(home.graph, { write: (b2) => {
  first.push(b2.slice());
} });
home.startJob();
var c0 = process.cpuUsage();
home.graph.runUntil(150);
home.command("pause");
home.graph.runUntil(160.013);
home.command("resume");
home.graph.runUntil(200);
var c1 = process.cpuUsage(c0);
r0.close();
console.log("run cpu", (c1.user + c1.system) / 1e6, home.state.state, home.state.reason);
var rec = new Recording(new Uint8Array(Buffer.concat(first)));
var g = new LocalGraph({ epoch_s: rec.epoch_s, freezeMessages: true, onFault: (f) => console.log(f) });
addThinking(g, defaultGeometry);
var out = [];
var r = recordGraph(g, { write: (b2) => {
  out.push(b2.slice());
} });
var rp = replayInto(g, rec);
g.runUntil(200);
r.close();
console.log(rp.messages, rp.problem);
var group = (x) => {
  const m = /* @__PURE__ */ new Map();
  for (const { channel, time_ns, data } of x.messages()) {
    const k = channel.topic + " " + channel.node;
    if (!m.has(k)) m.set(k, []);
    m.get(k).push(time_ns + " " + Buffer.from(data).toString("base64"));
  }
  return m;
};
var a = group(rec);
var b = group(new Recording(new Uint8Array(Buffer.concat(out))));
for (const [k, v] of a) {
  const w = b.get(k) ?? [];
  const n = Math.min(v.length, w.length);
  let i = 0;
  while (i < n && v[i] === w[i]) i++;
  console.log(k, v.length, w.length, i === n ? "same" : "differs at " + i + " " + v[i].slice(0, 90) + " | " + w[i].slice(0, 90));
}
/*! Bundled license information:

is-buffer/index.js:
  (*!
   * Determine if an object is a Buffer
   *
   * @author   Feross Aboukhadijeh <https://feross.org>
   * @license  MIT
   *)
*/
